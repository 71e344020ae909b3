"""Erasing a person: everything of theirs is gone for good, what they did for others stays, and nobody is named."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from core.errors import ForbiddenError, InvalidInputError, NotFoundError, StateError, ThrottledError
from core.models import AnswerComment, AuditEvent, Base, CoachGroup, InterviewAnswer, Notification, Rating
from core.models.vocabulary import Shows, UserRole
from core.services import accounts, answering, assessment, audit, coaching, erasing, notifications, reading, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.services.human_views import SOMEBODY
from tests.support.clock import FakeClock
from tests.support.coached import make_coached, make_staff
from tests.support.contexts import PASSWORD, choice, make_person
from tests.support.whole_life import ABOUT_THEM, EMAIL, FIRST, FOR_OTHERS, LAST, OWN_WORD, USERNAME, Life, whole_life

GONE, NAMELESS, NOT_PERSONAL = "gone", "kept without a name", "not personal"
WHAT_BECOMES_OF = {
    "answer_comments": NAMELESS,  # those on one's own answers go with these
    "answer_measurements": GONE,
    "answer_scorings": GONE,
    "api_tokens": GONE,
    "assignment_attempts": GONE,  # the name of who had looked at others' goes
    "assignment_people": GONE,
    "assignments": NAMELESS,
    "audit_events": NAMELESS,
    "catalog_roles": NOT_PERSONAL,
    "coach_groups": NOT_PERSONAL,
    "drafts": GONE,
    "drill_questions": GONE,
    "drill_reviews": GONE,
    "drills": GONE,
    "group_coaches": GONE,
    "group_invitations": GONE,
    "group_members": GONE,
    "group_settings": NAMELESS,
    "interview_answers": GONE,
    "interview_questions": GONE,
    "interview_sessions": GONE,
    "item_versions": NOT_PERSONAL,
    "notifications": GONE,  # those of others stay, without the name
    "one_time_links": GONE,
    "outside_identities": GONE,
    "own_items": NAMELESS,
    "profiles": GONE,
    "rating_drafts": GONE,
    "ratings": NAMELESS,
    "request_keys": GONE,
    "rescore_jobs": NAMELESS,
    "retakes": GONE,
    "reusable_comments": GONE,
    "review_requests": GONE,
    "rubric_drafts": GONE,
    "rubric_publications": NAMELESS,
    "rubric_versions": NOT_PERSONAL,
    "seen_scores": GONE,
    "share_links": GONE,
    "sign_ins": GONE,
    "throttles": NOT_PERSONAL,  # keyed hashes, forgotten after an hour
    "user_roles": GONE,
    "users": GONE,
}


@pytest.fixture
def life(ctx: Context) -> Life:
    return whole_life(ctx)


def everything(ctx: Context) -> dict[str, list[str]]:
    """Every row of every table as text."""
    with ctx.db.reading() as session:
        return {
            table.name: [
                json.dumps(list(row), default=str, ensure_ascii=False) for row in session.execute(select(table))
            ]
            for table in Base.metadata.sorted_tables
        }


def holding(ctx: Context, *words: str) -> set[str]:
    """The tables in which one of these words stands anywhere, in whatever case."""
    return {
        name
        for name, rows in everything(ctx).items()
        if any(word.lower() in row.lower() for row in rows for word in words)
    }


def names_of(person: Person) -> tuple[str, ...]:
    return (str(person.id), person.id.hex, USERNAME, EMAIL, FIRST, LAST)


def texts_of(ctx: Context, person: Person) -> list[str]:
    with ctx.db.reading() as session:
        return [
            notifications.notice_text(row)
            for row in session.scalars(
                select(Notification).where(Notification.user_id == person.id).order_by(Notification.created_at)
            )
        ]


def test_every_table_is_thought_of_and_has_something_to_lose(ctx: Context, life: Life) -> None:
    rows = everything(ctx)
    assert set(WHAT_BECOMES_OF) == set(rows), "a new table: say above what erasing a person does to it"
    assert [name for name, found in rows.items() if not found] == []
    about = (*names_of(life.person), OWN_WORD)
    named = holding(ctx, *about)
    assert {name for name, what in WHAT_BECOMES_OF.items() if what is NAMELESS} <= named
    assert named & {name for name, what in WHAT_BECOMES_OF.items() if what is NOT_PERSONAL} == set()


def test_nothing_is_left_that_says_who_it_was_or_what_they_typed(ctx: Context, life: Life) -> None:
    before = everything(ctx)
    assert holding(ctx, OWN_WORD) and holding(ctx, ABOUT_THEM)
    erasing.erase_own(ctx, life.person, password=PASSWORD, typed_name=f" {USERNAME.upper()} ")
    assert holding(ctx, *names_of(life.person), OWN_WORD, ABOUT_THEM) == set()
    after = everything(ctx)
    lost = {name for name in before if len(after[name]) < len(before[name])}
    assert {name for name, what in WHAT_BECOMES_OF.items() if what is GONE} - lost == set()
    kept = {name for name, what in WHAT_BECOMES_OF.items() if what is NOT_PERSONAL} - {"throttles"}
    assert all(before[name] == after[name] for name in kept)


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_no_trace_is_left_in_the_files(ctx: Context, life: Life, tmp_path: Path) -> None:
    def stored() -> bytes:
        return b"".join(file.read_bytes() for file in tmp_path.glob("test.db*"))

    assert OWN_WORD.encode() in stored()
    erasing.erase(ctx, life.person.id)
    assert b"Spring" in stored()
    for word in (OWN_WORD, ABOUT_THEM, USERNAME, EMAIL, LAST):
        assert word.encode() not in stored()


def test_what_they_did_for_others_stays_without_their_name(ctx: Context, life: Life) -> None:
    erasing.erase(ctx, life.person.id)
    assert {"ratings", "answer_comments", "assignments", "rubric_publications"} <= holding(ctx, FOR_OTHERS)
    view = reading.answers(ctx, life.candidate, _interview_of(ctx, life))[0]
    assert [one.rater for one in view.human.ratings] == [SOMEBODY]
    assert [(one.author, one.body) for one in view.human.comments] == [(SOMEBODY, f"{FOR_OTHERS} remark")]
    with ctx.db.reading() as session:
        assert session.scalars(select(Rating.rater_id)).all() == [None]
        assert session.scalars(select(AnswerComment.author_id)).all() == [None]


def _interview_of(ctx: Context, life: Life) -> Any:
    return sessions.my_interviews(ctx, life.candidate)[0].id


def test_every_sign_in_ends_and_the_name_is_free(ctx: Context, life: Life) -> None:
    token = accounts.open_sign_in(ctx, life.person.id).page_token
    erasing.erase_own(ctx, life.person, password=PASSWORD, typed_name=USERNAME)
    assert accounts.who_is(ctx, token) is None
    with pytest.raises(accounts.BadCredentialsError):
        accounts.sign_in(ctx, USERNAME, PASSWORD)
    with pytest.raises(NotFoundError):  # the second tab, the second click
        erasing.erase_own(ctx, life.person, password=PASSWORD, typed_name=USERNAME)
    newcomer = make_person(ctx, USERNAME)
    assert sessions.my_interviews(ctx, newcomer) == ()


def test_the_coach_is_told_and_so_are_a_group_without_a_coach_and_the_admins(ctx: Context, life: Life) -> None:
    erasing.erase(ctx, life.person.id)
    assert "The account of a member of the group Spring was erased, and with it all that they showed you." in texts_of(
        ctx, life.coach
    )
    joined = [text for text in texts_of(ctx, life.coach) if "joined the group Spring" in text]
    assert joined == [f"{erasing.NAMELESS} joined the group Spring and shows scores and answers."]
    assert texts_of(ctx, life.candidate)[-1].startswith("The account of the coach of your group Autumn was erased.")
    assert texts_of(ctx, life.admin)[-1].startswith("The account of the coach of the group Autumn was erased.")
    asked = [text for text in texts_of(ctx, life.coach) if text.startswith("You invited")]
    assert asked == ["You invited bob to the group Summer."]
    with ctx.db.reading() as session:
        assert session.get_one(CoachGroup, life.own_group_id).closed_at is None


def test_a_group_with_another_coach_is_not_disturbed(ctx: Context) -> None:
    there = make_coached(ctx)
    before = texts_of(ctx, there.member)
    erasing.erase(ctx, there.coach.id)
    assert len(texts_of(ctx, there.member)) == len(before)
    assert holding(ctx, str(there.coach.id), there.coach.id.hex) == set()


def test_the_event_says_that_and_by_whom_and_not_who(ctx: Context, life: Life) -> None:
    erasing.erase_other(ctx, life.admin, life.person.id, typed_name=USERNAME)
    with ctx.db.reading() as session:
        [event] = session.scalars(select(AuditEvent).where(AuditEvent.kind == audit.Kind.ERASED))
        assert (event.actor_id, event.subject_id, event.at) == (life.admin.id, None, ctx.clock())
        assert session.scalar(select(func.count()).select_from(AuditEvent)) > 5


def test_the_wrong_password_or_name_erases_nothing(ctx: Context, ada: Person, clock: FakeClock) -> None:
    with pytest.raises(InvalidInputError) as refused:
        erasing.erase_own(ctx, ada, password="not mine at all", typed_name="eda")
    assert [fault.where for fault in refused.value.faults] == ["Username", "Current password"]
    with pytest.raises(InvalidInputError, match="Type 'ada' to say that you mean it"):
        erasing.erase_own(ctx, ada, password=PASSWORD, typed_name="")
    with pytest.raises(ThrottledError):
        for _ in range(6):
            with pytest.raises(InvalidInputError):
                erasing.erase_own(ctx, ada, password="not mine at all", typed_name="ada")
    clock.advance(minutes=20)
    assert accounts.person_by_id(ctx, ada.id) == ada


def test_only_an_admin_erases_others_and_only_those_there_are(ctx: Context, ada: Person) -> None:
    admin, coach = make_staff(ctx, "root", UserRole.ADMIN), make_staff(ctx, "carla", UserRole.COACH)
    for other in (ada, coach):
        with pytest.raises(ForbiddenError):
            erasing.erase_other(ctx, other, admin.id, typed_name="root")
    with pytest.raises(InvalidInputError):
        erasing.erase_other(ctx, admin, ada.id, typed_name="carla")
    erasing.erase_other(ctx, admin, ada.id, typed_name="ada")
    with pytest.raises(NotFoundError):
        erasing.erase_other(ctx, admin, ada.id, typed_name="ada")


def test_the_last_admin_stays(ctx: Context) -> None:
    admin, second = (make_staff(ctx, name, UserRole.ADMIN) for name in ("root", "sudo"))
    accounts.set_active(ctx, admin, second.id, active=False)
    with pytest.raises(StateError, match="last admin"):
        erasing.erase_own(ctx, admin, password=PASSWORD, typed_name="root")
    erasing.erase_other(ctx, admin, second.id, typed_name="sudo")
    with pytest.raises(StateError, match="last admin"):
        erasing.erase(ctx, admin.id)
    assert accounts.person_by_id(ctx, admin.id).has(UserRole.ADMIN)


def test_of_two_admins_who_erase_each_other_at_once_one_stays(ctx: Context) -> None:
    admins = [make_staff(ctx, name, UserRole.ADMIN) for name in ("root", "sudo")]

    def erase(one: Person) -> bool:
        try:
            erasing.erase(ctx, one.id)
        except StateError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(erase, admins)) == [False, True]
    left = [admin for admin in admins if not _is_gone(ctx, admin)]
    assert len(left) == 1


def _is_gone(ctx: Context, person: Person) -> bool:
    try:
        accounts.person_by_id(ctx, person.id)
    except NotFoundError:
        return True
    return False


def test_an_answer_that_is_being_scored_meanwhile_disturbs_nobody(
    ctx: Context, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id = sessions.start_interview(ctx, ada, choice())
    question = sessions.show_next(ctx, ada, session_id)
    with monkeypatch.context() as patch:
        patch.setattr(assessment, "score_answer", lambda *_: False)
        answering.submit_answer(ctx, ada.id, question.id, Written("An index skips most rows.", 1))
    assess = assessment._assess

    def assess_and_erase(*given: Any) -> Any:
        found = assess(*given)
        erasing.erase(ctx, ada.id)
        return found

    monkeypatch.setattr(assessment, "_assess", assess_and_erase)
    assert assessment.score_all_pending(ctx) == 0
    with ctx.db.reading() as session:
        assert session.scalars(select(InterviewAnswer)).all() == []


def test_who_erased_themselves_shows_nobody_anything(ctx: Context, ada: Person) -> None:
    coach = make_staff(ctx, "carla", UserRole.COACH)
    group = coaching.make_group(ctx, coach, "Spring")
    coaching.join(ctx, ada, coaching.invite(ctx, coach, group.id), Shows.SCORES)
    erasing.erase(ctx, ada.id)
    with ctx.db.reading() as session:
        assert coaching.shown_to(session, coach, ada.id) is None
