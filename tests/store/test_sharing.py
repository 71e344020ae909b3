"""Links to a report: what they show, and that they show nothing once they are over."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from core.errors import InvalidInputError, NotFoundError, StateError
from core.models import UserRoleRow
from core.models.vocabulary import UserRole
from core.services import accounts, answering, reflecting, sessions, sharing
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.services.sharing import DeadLinkError, SharedReport
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_person

WORDS = "I would measure first, because guesses cost time. Last year that saved us four hours a week."


@pytest.fixture
def finished(ctx: Context, clock: FakeClock, ada: Person) -> UUID:
    """An interview of Ada's with two answers and a guess; there was another before."""
    for _ in range(2):
        clock.advance(days=1)
        session_id = sessions.start_interview(ctx, ada, choice())
        asked = [_answer(ctx, clock, ada, session_id) for _ in range(2)]
        sessions.finish(ctx, ada, session_id)
        reflecting.reveal(ctx, ada, session_id, {asked[0]: 5})
    return session_id


def _answer(ctx: Context, clock: FakeClock, person: Person, session_id: UUID) -> UUID:
    question = sessions.show_next(ctx, person, session_id)
    clock.advance(seconds=40)
    answering.submit_answer(ctx, person.id, question.id, Written(WORDS, 1))
    return question.id


def link(ctx: Context, person: Person, session_id: UUID, *, scores: bool = True, answers: bool = False) -> str:
    """The secret of a new link."""
    address = sharing.share(ctx, person, session_id, shows_scores=scores, shows_answers=answers)
    assert address.startswith("http://localhost:8501/shared?link=")
    return address.partition("link=")[2]


def is_dead(ctx: Context, secret: str) -> bool:
    try:
        sharing.open_shared(ctx, secret)
    except DeadLinkError:
        return True
    return False


def test_it_shows_what_was_ticked_and_nothing_else(ctx: Context, ada: Person, finished: UUID) -> None:
    def opened(**ticked: bool) -> SharedReport:
        return sharing.open_shared(ctx, link(ctx, ada, finished, **ticked))

    both, scores, answers = opened(answers=True), opened(), opened(scores=False, answers=True)
    for shared in (both, scores, answers):
        assert shared.name == "Ada"
        assert shared.view.last is None and shared.view.before is None
        assert [one.answer.self_rating for one in shared.view.answers] == [None, None]
    assert WORDS in str(both.view) and both.view.overall is not None and both.view.strengths
    assert WORDS[:20] not in str(scores.view) and scores.view.overall == both.view.overall
    assert [one.answer.overall_score for one in scores.view.answers] != [None, None]
    assert WORDS in str(answers.view)
    hidden = answers.view
    assert (hidden.overall, hidden.sure, hidden.strengths, hidden.weaknesses, hidden.skill_breakdown) == (
        None, None, (), (), (),
    )  # fmt: skip
    assert set(hidden.rubric_breakdown.values()) == {None} and hidden.interview.overall_score is None
    assert all(one.scorecard is None and one.answer.scores is None for one in hidden.answers)
    assert all(one.answer.feedback is None and one.answer.overall_score is None for one in hidden.answers)


def test_it_is_good_until_it_expires(ctx: Context, clock: FakeClock, ada: Person, finished: UUID) -> None:
    secret = link(ctx, ada, finished)
    clock.advance(days=sharing.USUAL_DAYS, seconds=-1)
    assert not is_dead(ctx, secret) and len(sharing.links_of(ctx, ada, finished)) == 1
    clock.advance(seconds=1)
    assert is_dead(ctx, secret) and sharing.links_of(ctx, ada, finished) == ()


def test_taken_back_it_shows_nothing_from_then_on(ctx: Context, ada: Person, finished: UUID) -> None:
    first, second = link(ctx, ada, finished), link(ctx, ada, finished, answers=True)
    [newest, oldest] = sorted(sharing.links_of(ctx, ada, finished), key=lambda one: not one.shows_answers)
    sharing.revoke(ctx, ada, oldest.id)
    sharing.revoke(ctx, ada, oldest.id)
    assert is_dead(ctx, first) and not is_dead(ctx, second)
    assert [one.id for one in sharing.links_of(ctx, ada, finished)] == [newest.id]


def test_nobody_else_makes_sees_or_takes_back_a_link(ctx: Context, ada: Person, finished: UUID) -> None:
    secret = link(ctx, ada, finished)
    [mine] = sharing.links_of(ctx, ada, finished)
    bob = make_person(ctx, "bob")
    for session_id in (finished, uuid4()):
        with pytest.raises(NotFoundError):
            sharing.share(ctx, bob, session_id, shows_scores=True, shows_answers=True)
        with pytest.raises(NotFoundError):
            sharing.links_of(ctx, bob, session_id)
    for link_id in (mine.id, uuid4()):
        with pytest.raises(NotFoundError):
            sharing.revoke(ctx, bob, link_id)
    assert not is_dead(ctx, secret)


def test_only_a_hash_is_stored_and_nonsense_opens_nothing(ctx: Context, ada: Person, finished: UUID) -> None:
    secret = link(ctx, ada, finished)
    with ctx.db.reading() as session:
        assert secret not in str(session.execute(text("SELECT * FROM share_links")).all())
    assert all(is_dead(ctx, nonsense) for nonsense in ("", "x" * 43, secret[:-1], secret + "x"))


def test_a_disabled_person_shows_nothing(ctx: Context, ada: Person, finished: UUID) -> None:
    secret = link(ctx, ada, finished)
    root = make_person(ctx, "root")
    with ctx.db.writing() as session:
        session.add(UserRoleRow(user_id=root.id, role=UserRole.ADMIN))
    accounts.set_active(ctx, accounts.person_by_id(ctx, root.id), ada.id, active=False)
    assert is_dead(ctx, secret)


def test_an_interview_that_goes_on_is_not_shared(ctx: Context, ada: Person) -> None:
    with pytest.raises(StateError):
        link(ctx, ada, sessions.start_interview(ctx, ada, choice()))


@pytest.mark.parametrize(("scores", "answers", "days"), [(False, False, 14), (True, False, 0), (True, True, 91)])
def test_a_link_shows_something_and_ends(
    ctx: Context, ada: Person, finished: UUID, scores: bool, answers: bool, days: int
) -> None:
    with pytest.raises(InvalidInputError):
        sharing.share(ctx, ada, finished, shows_scores=scores, shows_answers=answers, days=days)
    assert sharing.links_of(ctx, ada, finished) == ()


def test_there_are_twenty_at_most(ctx: Context, ada: Person, finished: UUID) -> None:
    for _ in range(sharing.MOST_LINKS):
        link(ctx, ada, finished)
    with pytest.raises(InvalidInputError):
        link(ctx, ada, finished)
