"""Assignments: what a coach sets, who gets it, how an attempt goes from to do to reviewed, and what ends it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, func, select

from core.errors import InvalidInputError, NotFoundError, StateError
from core.models import AssignmentAttempt, InterviewSession, UserRoleRow
from core.models.vocabulary import InterviewType, Level, Mode, NotificationKind, Shows, Status, Timing, UserRole
from core.services import (
    accounts,
    answering,
    assignment_views,
    assignments,
    coaching,
    leaving,
    notifications,
    profiles,
    reading,
    sessions,
)
from core.services.accounts import Person
from core.services.answering import Written
from core.services.assignment_drafts import NewAssignment, Terms
from core.services.assignment_states import Progress, State
from core.services.assignments import NoAttemptLeftError
from core.services.context import Context
from core.services.library import Filter, find_items
from core.services.request_keys import KeyReusedError
from core.services.shelf import Shelf
from tests.support.clock import FakeClock
from tests.support.contexts import make_person

WORDS = "I measure first, because guesses cost time."
TODAY = date(2026, 3, 2)


@pytest.fixture
def carla(ctx: Context) -> Person:
    """A coach."""
    return a_coach(ctx, "carla")


def a_coach(ctx: Context, username: str) -> Person:
    person = make_person(ctx, username)
    with ctx.db.writing() as session:
        session.add(UserRoleRow(user_id=person.id, role=UserRole.COACH))
    return accounts.person_by_id(ctx, person.id)


def group_of(ctx: Context, coach: Person, *members: Person) -> UUID:
    """A group of this coach with these members."""
    group_id = coaching.make_group(ctx, coach, "Spring").id
    for member in members:
        join(ctx, coach, group_id, member)
    return group_id


def join(ctx: Context, coach: Person, group_id: UUID, member: Person) -> None:
    coaching.join(ctx, member, coaching.invite(ctx, coach, group_id), Shows.SCORES)


def draft(*, title: str = "Basics", due_on: date | None = None, attempts: int = 1, **wanted: Any) -> NewAssignment:
    """An interview that a coach could set: a technical one, unless it says otherwise."""
    terms = Terms(title=title, due_on=due_on, attempts=attempts, note=wanted.pop("note", ""))
    usual = {"role_id": "backend-engineer", "level": Level.MID, "type": InterviewType.TECHNICAL, "followups": False}
    return NewAssignment(**{**usual, "count": 10, "terms": terms, **wanted})


def mine(ctx: Context, person: Person) -> dict[str, Progress]:
    """How a person stands with what is set to them, by title, in the order in which they see it."""
    return {one.assignment.title: one.progress for one in assignment_views.my_assignments(ctx, person)}


def seen(ctx: Context, coach: Person, assignment_id: UUID) -> dict[str, Progress]:
    """The same of everybody, as the coach sees it, by username."""
    members = assignment_views.assignment_progress(ctx, coach, assignment_id).members
    return {member.username: member.progress for member in members}


def hand_in(ctx: Context, person: Person, assignment_id: UUID, *, answers: int = 1) -> UUID:
    """Begin an attempt, answer some of it and finish it."""
    session_id = assignments.start_assignment(ctx, person, assignment_id)
    for _ in range(answers):
        question = sessions.show_next(ctx, person, session_id)
        answering.submit_answer(ctx, person.id, question.id, Written(WORDS, 1))
    sessions.finish(ctx, person, session_id)
    return session_id


def told(ctx: Context, person: Person) -> list[str]:
    about = NotificationKind.ASSIGNED, NotificationKind.REVIEWED
    return [notice.text for notice in notifications.notices(ctx, person) if notice.kind in about]


def test_from_to_do_to_reviewed_and_the_coach_sees_the_same(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person
) -> None:
    bob = make_person(ctx, "bob")
    group_id = group_of(ctx, carla, ada, bob)
    assignment_id = assignments.set_assignment(ctx, carla, group_id, draft(due_on=TODAY, attempts=2, note=" Calmly. "))
    [one] = assignment_views.my_assignments(ctx, ada)
    assert (one.group, one.assignment.title, one.assignment.note) == ("Spring", "Basics", "Calmly.")
    assert (one.progress.state, one.progress.left, one.assignment.due_on) == (State.TO_DO, 2, TODAY)
    assert told(ctx, ada) == told(ctx, bob) == ["Carla set you the interview “Basics”, due by 02 March 2026."]
    assert told(ctx, carla) == []

    first = assignments.start_assignment(ctx, ada, assignment_id)
    assert mine(ctx, ada)["Basics"].state is State.IN_PROGRESS
    with pytest.raises(StateError, match="still going on"):
        assignments.mark_reviewed(ctx, carla, first)
    assert hand_in(ctx, ada, assignment_id) == first  # it goes on with the one that is open
    standing = seen(ctx, carla, assignment_id)
    assert standing["ada"] == mine(ctx, ada)["Basics"] and standing["bob"].state is State.TO_DO
    now = standing["ada"]
    assert (now.state, now.used, now.left) == (State.HANDED_IN, 1, 1)
    assert now.handed_in_at == clock() and now.newest is not None and now.newest.session_id == first
    assert now.newest.score == reading.interview(ctx, ada, first).overall_score is not None
    [listed] = assignment_views.assignments_of_group(ctx, carla, group_id)
    assert listed.states == {State.TO_DO: 1, State.IN_PROGRESS: 0, State.HANDED_IN: 1, State.REVIEWED: 0}

    for _ in range(2):
        clock.advance(minutes=1)
        assignments.mark_reviewed(ctx, carla, first, " Well measured.\x00 ")
    assert mine(ctx, ada)["Basics"].state is State.REVIEWED and mine(ctx, ada)["Basics"].remark == "Well measured."
    notices = [each for each in notifications.notices(ctx, ada) if each.kind is NotificationKind.REVIEWED]
    assert [(each.text, each.page, each.query) for each in notices] == [
        ("Carla has looked at your interview “Basics”: Well measured.", "report", {"session": str(first)})
    ]
    clock.advance(minutes=1)
    assignments.mark_reviewed(ctx, carla, first, "")
    assert mine(ctx, ada)["Basics"].remark == "" and told(ctx, ada)[0] == "Carla has looked at your interview “Basics”."

    # reviewed it stays until the next attempt begins, and that is the last
    clock.advance(minutes=5)
    second = assignments.start_assignment(ctx, ada, assignment_id)
    assert second != first and mine(ctx, ada)["Basics"].state is State.IN_PROGRESS
    hand_in(ctx, ada, assignment_id, answers=2)
    again = seen(ctx, carla, assignment_id)["ada"]
    assert (again.state, again.used, again.left) == (State.HANDED_IN, 2, 0)
    assert [attempt.session_id for attempt in again.attempts] == [first, second]
    assert again.best is not None and again.best.score == max(attempt.score for attempt in again.attempts)
    with pytest.raises(NoAttemptLeftError, match="You have used all 2 attempts at this"):
        assignments.start_assignment(ctx, ada, assignment_id)
    assert [each.id for each in sessions.my_interviews(ctx, ada)] == [second, first]


def test_however_many_tabs_begin_at_once_one_interview_begins(ctx: Context, carla: Person, ada: Person) -> None:
    assignment_id = assignments.set_assignment(ctx, carla, group_of(ctx, carla, ada), draft(attempts=3))
    with ThreadPoolExecutor(8) as pool:
        begun = set(pool.map(lambda _: assignments.start_assignment(ctx, ada, assignment_id), range(8)))
    assert len(begun) == 1
    with ctx.db.reading() as session:
        for table in (AssignmentAttempt, InterviewSession):
            assert session.scalar(select(func.count()).select_from(table)) == 1


def test_a_whole_class_can_begin_at_once(ctx: Context, carla: Person) -> None:
    people = [make_person(ctx, f"person{number}") for number in range(8)]
    assignment_id = assignments.set_assignment(ctx, carla, group_of(ctx, carla, *people), draft())
    # none of their questions was ever asked before, and many are the same
    with ThreadPoolExecutor(8) as pool:
        begun = set(pool.map(lambda person: assignments.start_assignment(ctx, person, assignment_id), people))
    assert len(begun) == 8
    assert {progress.state for progress in seen(ctx, carla, assignment_id).values()} == {State.IN_PROGRESS}


def test_a_request_that_is_repeated_makes_nothing_new(ctx: Context, carla: Person, ada: Person) -> None:
    group_id, wanted = group_of(ctx, carla, ada), draft(attempts=2)
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: assignments.set_assignment(ctx, carla, group_id, wanted, key="k"), range(4)))
    [assignment_id] = made
    assert len(told(ctx, ada)) == 1
    with pytest.raises(KeyReusedError):
        assignments.set_assignment(ctx, carla, group_id, replace(wanted, count=11), key="k")
    first = assignments.start_assignment(ctx, ada, assignment_id, key="once")
    hand_in(ctx, ada, assignment_id)
    assert assignments.start_assignment(ctx, ada, assignment_id, key="once") == first
    assert mine(ctx, ada)["Basics"].used == 1


def test_exact_questions_are_the_same_for_everybody_as_they_were_when_they_were_set(
    ctx: Context, carla: Person, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = make_person(ctx, "bob")
    ids = tuple(item.id for item in find_items(ctx, Filter(role="backend-engineer", bucket="core"))[:3])[::-1]
    texts = [ctx.bank.items[item_id].text for item_id in ids]
    chosen = draft(item_ids=ids, mode=Mode.COACHING, timing=Timing.DOUBLE)
    assignment_id = assignments.set_assignment(ctx, carla, group_of(ctx, carla, ada, bob), chosen)
    asked = [reading.questions(ctx, ada, assignments.start_assignment(ctx, ada, assignment_id))]
    # the bank changes, and has one of them no more: Bob gets the very same all the same
    items = {**ctx.files.items, ids[1]: ctx.files.items[ids[1]].model_copy(update={"text": "Something else?"})}
    del items[ids[0]]
    changed = replace(ctx, files=replace(ctx.files, items=items), shelf=Shelf())
    asked.append(reading.questions(changed, bob, assignments.start_assignment(changed, bob, assignment_id)))
    for questions in asked:
        assert [(each.order, each.item_id, each.question_text) for each in questions] == [
            (order, item_id, text) for order, item_id, text in zip((1, 2, 3), ids, texts, strict=True)
        ]
    assert [each.item_hash for each in asked[0]] == [each.item_hash for each in asked[1]]
    assert asked[0][0].seconds == 2 * ctx.bank.items[ids[0]].seconds
    [one] = assignment_views.my_assignments(ctx, ada)
    assert (one.assignment.is_exact, one.assignment.count, one.assignment.mode) == (True, 3, Mode.COACHING)


def test_without_exact_questions_each_interview_draws_its_own_as_it_was_set(
    ctx: Context, carla: Person, ada: Person
) -> None:
    bob = make_person(ctx, "bob")
    assignment_id = assignments.set_assignment(ctx, carla, group_of(ctx, carla, ada, bob), draft(count=11))
    begun = [assignments.start_assignment(ctx, person, assignment_id) for person in (ada, bob)]
    with ctx.db.reading() as session:
        rows = [session.get_one(InterviewSession, session_id) for session_id in begun]
        assert rows[0].seed != rows[1].seed
        for row in rows:
            assert (row.role_selected["id"], row.level, row.type) == ("backend-engineer", "mid", "technical")
            assert (row.question_count, len(row.questions), row.asks_followups) == (11, 11, False)


def test_time_is_the_coachs_to_set_or_the_candidates_to_choose(ctx: Context, carla: Person, ada: Person) -> None:
    bob, group_id = make_person(ctx, "bob"), group_of(ctx, carla, ada)
    join(ctx, carla, group_id, bob)
    profiles.save_profile(ctx, bob, skills=[], experience="", cv_text="", job_text="", timing=Timing.HALF_MORE)
    free = assignments.set_assignment(ctx, carla, group_id, draft(title="Free"))
    fixed = assignments.set_assignment(ctx, carla, group_id, draft(title="Fixed", timing=Timing.USUAL))

    def timing(person: Person, assignment_id: UUID, **chosen: Timing) -> Timing:
        session_id = assignments.start_assignment(ctx, person, assignment_id, **chosen)
        return reading.interview(ctx, person, session_id).timing

    assert timing(ada, free, timing=Timing.DOUBLE) is Timing.DOUBLE
    assert timing(bob, free) is Timing.HALF_MORE
    with pytest.raises(InvalidInputError, match="set by your coach"):
        timing(bob, fixed, timing=Timing.UNTIMED)
    assert timing(bob, fixed) is Timing.USUAL


def test_what_ended_without_an_answer_is_no_attempt_and_what_was_left_is_handed_in(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person
) -> None:
    group_id = group_of(ctx, carla, ada)
    assignment_id = assignments.set_assignment(ctx, carla, group_id, draft(due_on=TODAY))
    nothing = hand_in(ctx, ada, assignment_id, answers=0)
    assert (mine(ctx, ada)["Basics"].state, mine(ctx, ada)["Basics"].used) == (State.TO_DO, 0)
    with pytest.raises(StateError, match="ended without an answer"):
        assignments.mark_reviewed(ctx, carla, nothing)

    left = assignments.start_assignment(ctx, ada, assignment_id)
    question = sessions.show_next(ctx, ada, left)
    answering.submit_answer(ctx, ada.id, question.id, Written(WORDS, 1))
    done_at = clock()
    clock.advance(hours=25)
    # nobody has looked at it since, and still the coach sees it as it is: handed in when it was left, and in time
    [listed] = assignment_views.assignments_of_group(ctx, carla, group_id)
    assert (listed.states[State.HANDED_IN], listed.late) == (1, 0)
    progress = seen(ctx, carla, assignment_id)["ada"]
    assert (progress.state, progress.handed_in_at, progress.late_by) == (State.HANDED_IN, done_at, None)
    assert reading.interview(ctx, ada, left).status is Status.ABANDONED
    assignments.mark_reviewed(ctx, carla, left, "Go on!")
    assert mine(ctx, ada)["Basics"].state is State.REVIEWED

    # taken up again it goes on, and is to be looked at again
    leaving.take_up(ctx, ada, left)
    assert mine(ctx, ada)["Basics"].state is State.IN_PROGRESS
    assert assignments.start_assignment(ctx, ada, assignment_id) == left
    clock.advance(seconds=1)
    sessions.finish(ctx, ada, left)
    again = mine(ctx, ada)["Basics"]
    assert (again.state, again.remark, again.used) == (State.HANDED_IN, "", 1)
    assignments.mark_reviewed(ctx, carla, left, "Go on!")
    assert mine(ctx, ada)["Basics"].state is State.REVIEWED


def test_late_is_told_from_the_end_of_the_day_and_a_second_attempt_makes_nobody_late(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person
) -> None:
    bob, group_id = make_person(ctx, "bob"), group_of(ctx, carla, ada)
    join(ctx, carla, group_id, bob)
    assignment_id = assignments.set_assignment(ctx, carla, group_id, draft(due_on=TODAY, attempts=2))
    clock.advance(hours=14, minutes=59)  # 23:59
    hand_in(ctx, ada, assignment_id)
    assert all(progress.late_by is None for progress in seen(ctx, carla, assignment_id).values())
    clock.advance(days=2, minutes=1)
    assert seen(ctx, carla, assignment_id)["bob"].late_by == timedelta(days=2)
    hand_in(ctx, bob, assignment_id)  # late, and still welcome
    hand_in(ctx, ada, assignment_id)
    clock.advance(days=5)
    found = seen(ctx, carla, assignment_id)
    assert (found["ada"].late_by, found["bob"].late_by) == (None, timedelta(days=2))
    assert assignment_views.assignments_of_group(ctx, carla, group_id)[0].late == 1
    # who comes later is not late for what was due before
    eve = make_person(ctx, "eve")
    join(ctx, carla, group_id, eve)
    clock.advance(days=1)
    assert (mine(ctx, eve)["Basics"].state, mine(ctx, eve)["Basics"].late_by) == (State.TO_DO, None)


def test_the_most_urgent_stands_first(ctx: Context, clock: FakeClock, carla: Person, ada: Person) -> None:
    group_id = group_of(ctx, carla, ada)
    made = {}
    for title, days in {"Done": 0, "Whenever": None, "Later": 9, "Soon": 1, "Begun": 5}.items():
        due_on = None if days is None else TODAY + timedelta(days=days)
        made[title] = assignments.set_assignment(ctx, carla, group_id, draft(title=title, due_on=due_on))
        clock.advance(seconds=1)
    hand_in(ctx, ada, made["Done"])
    assignments.start_assignment(ctx, ada, made["Begun"])
    assert list(mine(ctx, ada)) == ["Soon", "Begun", "Later", "Whenever", "Done"]


def test_it_can_be_for_some_only_and_otherwise_for_whoever_joins_later_too(
    ctx: Context, carla: Person, ada: Person
) -> None:
    bob, eve = make_person(ctx, "bob"), make_person(ctx, "eve")
    group_id = group_of(ctx, carla, ada, bob)
    some = assignments.set_assignment(ctx, carla, group_id, draft(title="Some", people=(bob.id, bob.id)))
    everybody = assignments.set_assignment(ctx, carla, group_id, draft(title="All"))
    join(ctx, carla, group_id, eve)
    assert {name: set(mine(ctx, who)) for name, who in {"ada": ada, "bob": bob, "eve": eve}.items()} == {
        "ada": {"All"}, "bob": {"All", "Some"}, "eve": {"All"},
    }  # fmt: skip
    assert list(seen(ctx, carla, some)) == ["bob"] and list(seen(ctx, carla, everybody)) == ["ada", "bob", "eve"]
    assert len(told(ctx, ada)) == 1 and len(told(ctx, bob)) == 2 and told(ctx, eve) == []
    with pytest.raises(NotFoundError):
        assignments.start_assignment(ctx, ada, some)


def test_leaving_ends_what_is_set_and_the_interviews_stay_ones_own(ctx: Context, carla: Person, ada: Person) -> None:
    group_id = group_of(ctx, carla, ada)
    done, begun, new = (
        assignments.set_assignment(ctx, carla, group_id, draft(title=title)) for title in ("Done", "Begun", "New")
    )
    handed_in, going_on = hand_in(ctx, ada, done), assignments.start_assignment(ctx, ada, begun)
    coaching.leave(ctx, ada, group_id)
    assert mine(ctx, ada) == {} and seen(ctx, carla, done) == {}
    for assignment_id in (done, begun, new):
        with pytest.raises(NotFoundError):
            assignments.start_assignment(ctx, ada, assignment_id)
    with pytest.raises(NotFoundError):
        assignments.mark_reviewed(ctx, carla, handed_in)
    assert {each.id for each in sessions.my_interviews(ctx, ada)} == {handed_in, going_on}
    sessions.show_next(ctx, ada, going_on)
    # back again, they stand where they stood
    join(ctx, carla, group_id, ada)
    assert {title: progress.state for title, progress in mine(ctx, ada).items()} == {
        "Done": State.HANDED_IN, "Begun": State.IN_PROGRESS, "New": State.TO_DO,
    }  # fmt: skip


def test_what_is_withdrawn_is_begun_by_nobody_and_goes_on_where_it_was_begun(
    ctx: Context, carla: Person, ada: Person
) -> None:
    bob, eve = make_person(ctx, "bob"), make_person(ctx, "eve")
    group_id = group_of(ctx, carla, ada, bob, eve)
    assignment_id = assignments.set_assignment(ctx, carla, group_id, draft(attempts=2))
    hand_in(ctx, eve, assignment_id)
    going_on = assignments.start_assignment(ctx, ada, assignment_id)
    for _ in range(2):
        assignments.withdraw_assignment(ctx, carla, assignment_id)
    gone = "Carla withdrew the interview “Basics”. You need not do it any more."
    assert [told(ctx, who).count(gone) for who in (ada, bob, eve)] == [1, 1, 0]
    assert mine(ctx, ada) == mine(ctx, bob) == {}
    for person in (bob, eve):
        with pytest.raises(StateError, match="withdrawn"):
            assignments.start_assignment(ctx, person, assignment_id)
    with pytest.raises(StateError, match="withdrawn"):
        assignments.change_assignment(ctx, carla, assignment_id, Terms("Other"))
    assert hand_in(ctx, ada, assignment_id) == going_on
    assignments.mark_reviewed(ctx, carla, going_on)
    assert seen(ctx, carla, assignment_id)["ada"].state is State.REVIEWED
    kept = assignments.set_assignment(ctx, carla, group_id, draft(title="Kept"))
    listed = assignment_views.assignments_of_group(ctx, carla, group_id)
    assert [(one.assignment.id, one.assignment.is_withdrawn) for one in listed] == [
        (kept, False), (assignment_id, True),
    ]  # fmt: skip


def test_terms_can_change_and_only_what_matters_is_told(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person
) -> None:
    assignment_id = assignments.set_assignment(ctx, carla, group_of(ctx, carla, ada), draft(due_on=TODAY))
    hand_in(ctx, ada, assignment_id)
    clock.advance(days=3)
    # the date that holds may be past; another one may not
    assignments.change_assignment(ctx, carla, assignment_id, Terms("", "Read this.", TODAY, 1))
    [one] = assignment_views.my_assignments(ctx, ada)
    assert one.assignment.title == "Backend engineer, mid, Technical interview" and one.assignment.note == "Read this."
    assert len(told(ctx, ada)) == 1
    with pytest.raises(InvalidInputError, match="today or a later day"):
        assignments.change_assignment(ctx, carla, assignment_id, Terms("Basics", "", TODAY + timedelta(days=2), 2))
    assignments.change_assignment(ctx, carla, assignment_id, Terms("Basics", "", TODAY + timedelta(days=9), 2))
    assert told(ctx, ada)[0] == "Carla changed the interview “Basics”. It is now due by 11 March 2026, with 2 attempts."
    assert (mine(ctx, ada)["Basics"].left, mine(ctx, ada)["Basics"].state) == (1, State.HANDED_IN)
    hand_in(ctx, ada, assignment_id)
    assignments.change_assignment(ctx, carla, assignment_id, Terms("Basics", "", None, 1))
    assert (mine(ctx, ada)["Basics"].used, mine(ctx, ada)["Basics"].left) == (2, 0)


FAULTY = {
    "Title": draft(title="x" * 121),
    "Note": draft(note="x" * 1001),
    "Due date": draft(due_on=TODAY - timedelta(days=1)),
    "Attempts": draft(attempts=0),
    "Questions": draft(count=9),
    "Exact questions: There is no question nonsense": draft(item_ids=("nonsense",)),
    "Exact questions: Each question can be asked once": draft(item_ids=("nonsense", "nonsense")),
    "Exact questions: Choose 1 to 15": draft(item_ids=()),
    "Exact questions: Choose 1 to 15.": draft(item_ids=tuple(map(str, range(16)))),
    "Role": draft(role_id="nobody"),
    "For whom: Somebody whom you chose": draft(people=(uuid4(),)),
    "For whom: Choose at least one": draft(people=()),
}


def test_a_draft_that_cannot_be_met_says_what_to_mend_and_everything_at_once(
    ctx: Context, carla: Person, ada: Person
) -> None:
    group_id = group_of(ctx, carla, ada)
    for fault, faulty in FAULTY.items():
        with pytest.raises(InvalidInputError) as refused:
            assignments.set_assignment(ctx, carla, group_id, faulty)
        assert fault in str(refused.value), fault
    with pytest.raises(InvalidInputError) as refused:
        assignments.set_assignment(ctx, carla, group_id, draft(title="x" * 121, count=99, attempts=11))
    assert [fault.where for fault in refused.value.faults] == ["Title", "Attempts", "Questions"]
    session_id = hand_in(ctx, ada, assignments.set_assignment(ctx, carla, group_id, draft()))
    with pytest.raises(InvalidInputError, match="Remark"):
        assignments.mark_reviewed(ctx, carla, session_id, "x" * 1001)
    assert len(assignment_views.assignments_of_group(ctx, carla, group_id)) == 1


def test_the_number_of_queries_does_not_grow(ctx: Context, carla: Person, ada: Person) -> None:
    bob, group_id = make_person(ctx, "bob"), group_of(ctx, carla, ada)
    first = assignments.set_assignment(ctx, carla, group_id, draft(attempts=5))
    counted: list[str] = []
    for engine in {ctx.db.read_engine, ctx.db.write_engine}:
        event.listen(engine, "before_cursor_execute", lambda *sent: counted.append(sent[2]))

    def queries() -> list[int]:
        numbers = []
        for read in (
            lambda: assignment_views.assignments_of_group(ctx, carla, group_id),
            lambda: assignment_views.assignment_progress(ctx, carla, first),
            lambda: assignment_views.my_assignments(ctx, ada),
        ):
            counted.clear()
            read()
            numbers.append(len(counted))
        return numbers

    before = queries()
    join(ctx, carla, group_id, bob)
    for _ in range(2):
        hand_in(ctx, bob, first)
        hand_in(ctx, ada, first)
        assignments.set_assignment(ctx, carla, group_id, draft(people=(ada.id,)))
    assert queries() == before
