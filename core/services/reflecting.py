"""Looking back before the scores are seen: candidates rate their own answers, then see how far off they were.

People who guess first learn to judge themselves; whoever would rather not may go straight to the scores.
"""

from collections.abc import Mapping
from uuid import UUID

from core.errors import Fault, InvalidInputError, StateError
from core.models.vocabulary import OPEN, Mode
from core.services.accounts import Person
from core.services.answering import own_interview
from core.services.context import Context

LEAST, MOST = 0, 5


def reveal(ctx: Context, person: Person, session_id: UUID, ratings: Mapping[UUID, int] | None = None) -> int:
    """Show a person the scores of the answers of their own interview, and keep what they thought of them before.

    Args:
        ratings: 0 to 5 by the id of the question; answers that are left out stay unrated.

    Returns how many answers were revealed now. Ratings of answers that were revealed before change nothing: whoever
    has seen a score no longer guesses.

    Raises:
        NotFoundError: for an interview of somebody else as for one that does not exist.
        StateError: while the interview goes on, unless it gives feedback after each answer.
        InvalidInputError: for a rating out of range, or of a question that is not in the interview.
    """
    now, rated = ctx.clock(), dict(ratings or {})
    with ctx.db.writing() as session:
        interview = own_interview(session, person.id, session_id, lock=True)
        if interview.status in OPEN and interview.mode is Mode.INTERVIEW:
            raise StateError("Scores are shown once the interview is over.", state=interview.status)
        orders = {question.id: question.order for question in interview.questions}
        faults = [
            Fault(
                f"question {orders.get(each, each)}", f"A rating is {LEAST} to {MOST}, of an answer of this interview."
            )
            for each, rating in rated.items()
            if each not in orders or not LEAST <= rating <= MOST
        ]
        if faults:
            raise InvalidInputError(faults)
        hidden = [q.answer for q in interview.questions if q.answer is not None and q.answer.revealed_at is None]
        for answer in hidden:
            answer.self_rating, answer.revealed_at = rated.get(answer.question_id), now
        return len(hidden)
