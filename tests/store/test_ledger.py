"""What ``make chaos`` and ``make load`` compare with the database: a ledger that misses nothing."""

from sqlalchemy import delete, update

from core.models import Draft, InterviewAnswer
from core.services import answering, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from tests.load.answering import Kept, Ledger, losses
from tests.support.contexts import choice


def test_the_ledger_sees_what_is_lost_changed_doubled_or_not_sent(ctx: Context, ada: Person) -> None:
    ledger = Ledger()
    session_id = sessions.start_interview(ctx, ada, choice())
    ledger.made[session_id] = ada.id
    asked = []
    for number in range(3):
        question = sessions.show_next(ctx, ada, session_id)
        text = f"Answer {number}, because guessing costs more."
        answering.save_draft(ctx, ada.id, question.id, Written(text, 1))
        ledger.drafts[question.id].append(Kept(number, text, 1))
        answering.submit_answer(ctx, ada.id, question.id, Written(text, 2))
        ledger.answers[question.id] = Kept(number, text, 2)
        ledger.sent[question.id] = text
        asked.append(question.id)
    assert losses(ctx, ledger) == []

    first, second, third = asked
    with ctx.db.writing() as session:
        session.execute(delete(InterviewAnswer).where(InterviewAnswer.question_id == first))
        session.execute(delete(Draft).where(Draft.question_id == first))
        said = ledger.sent[third]
        session.execute(update(InterviewAnswer).where(InterviewAnswer.question_id == second).values(answer_text=said))
    assert losses(ctx, ledger) == [
        f"answer to {first}: 0 rows, lost",
        f"answer to {second}: 1 rows, with another text",
        f"draft 1 of {first}: lost",
        f"answer to {second}: nobody sent it",
        f"twice: {said[:40]}",
    ]
    # before anything was acknowledged nothing can be lost
    assert losses(ctx, ledger, until=-1) == []
    assert losses(ctx, ledger, until=0) == [f"answer to {first}: 0 rows, lost", f"draft 1 of {first}: lost"]
