"""Who may call what of coaching: every call, written out, for everybody who could try; and that its end is an end."""

import inspect
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, select

from core.errors import ForbiddenError, NotFoundError
from core.models import (
    AnswerComment,
    Assignment,
    AssignmentAttempt,
    CoachGroup,
    GroupCoach,
    GroupInvitation,
    GroupMember,
    GroupSettings,
    Notification,
    Rating,
    RatingDraft,
    ReusableComment,
    ReviewRequest,
    SeenScores,
    UserRoleRow,
)
from core.models.vocabulary import Counts, InterviewType, Level, Shows, UserRole
from core.rubric import DIMENSIONS
from core.services import (
    accounts,
    agreement_of_ratings,
    answering,
    assignment_views,
    assignments,
    coaching,
    commenting,
    comparing,
    group_admin,
    group_settings,
    groups,
    invitations,
    notifications,
    reading,
    report,
    review_queue,
    reviewing,
    sessions,
)
from core.services.accounts import Person
from core.services.answering import Written
from core.services.assignment_drafts import NewAssignment, Terms
from core.services.comparing import Filters
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import make_context, make_person

CALLERS = "own  other  ex  member  another  studio  admin  nobody".split()
"""``own`` coaches the member; the member was in a group of ``ex`` and left; ``nobody`` is disabled and has no role."""

MATRIX = {
    # ok: it is done. own: it runs, and finds or changes nothing but the caller's own, which is nothing here.
    # no: told which role it needs. none: told that there is no such thing, as for ids that nobody has.
    #                              own  other ex member another studio admin nobody
    "coaching.make_group":         "ok   ok   ok   no   no   no   no   no",
    "coaching.rename_group":       "ok   none none no   no   no   no   no",
    "coaching.invite":             "ok   none none no   no   no   no   no",
    "coaching.remove_member":      "ok   none none no   no   no   no   no",
    "coaching.close_group":        "ok   none none no   no   no   no   no",
    "coaching.coached_group":      "ok   none none no   no   no   no   no",
    "coaching.shown_to":           "ok   own  own  own  own  own  own  own",
    "coaching.join":               "no   no   no   ok   ok   no   no   no",
    "coaching.change_shown":       "none none none ok   none none none none",
    "coaching.leave":              "own  own  own  ok   own  own  own  own",
    "groups.groups_of_coach":      "ok   ok   ok   no   no   no   no   no",
    "groups.group_of_coach":       "ok   none none no   no   no   no   no",
    "groups.members_of":           "ok   none none no   no   no   no   no",
    "groups.candidate":            "ok   none none none none none none none",
    "groups.coached_report":       "ok   none none none none none none none",
    "groups.invitation":           "no   no   no   ok   ok   no   no   no",
    "groups.memberships_of":       "own  own  own  ok   own  own  own  own",
    "groups.all_groups":           "no   no   no   no   no   no   ok   no",
    "groups.all_coaches":          "no   no   no   no   no   no   ok   no",
    "group_admin.assign_coach":    "no   no   no   no   no   no   ok   no",
    "group_admin.unassign_coach":  "no   no   no   no   no   no   ok   no",
    "notifications.unread_count":  "own  own  own  ok   own  own  own  own",
    "notifications.notices":       "own  own  own  ok   own  own  own  own",
    "notifications.mark_read":     "none none none ok   none none none none",
    "notifications.mark_all_read": "own  own  own  ok   own  own  own  own",
    "reading.what_is_shown":       "ok   none none ok   none none none none",
    "reading.interview":           "ok   none none ok   none none none none",
    "reading.questions":           "ok   none none ok   none none none none",
    "reading.answers":             "ok   none none ok   none none none none",
    "reading.interviews":          "ok   none none ok   none none none none",
    "report.open_report":          "ok   none none ok   none none none none",
    "assignments.set_assignment":      "ok   none none no   no   no   no   no",
    "assignments.change_assignment":   "ok   none none no   no   no   no   no",
    "assignments.withdraw_assignment": "ok   none none no   no   no   no   no",
    "assignments.mark_reviewed":       "ok   none none no   no   no   no   no",
    "assignments.start_assignment":    "no   no   no   ok   none no   no   no",
    "assignment_views.assignments_of_group": "ok   none none no   no   no   no   no",
    "assignment_views.assignment_progress":  "ok   none none no   no   no   no   no",
    "assignment_views.coached_assignment":   "ok   none none no   no   no   no   no",
    "assignment_views.my_assignments":       "own  own  own  ok   own  own  own  own",
    "reviewing.open_review":         "ok   none none no   no   no   no   no",
    "reviewing.keep_rating_draft":   "ok   none none no   no   no   no   no",
    "reviewing.rate":                "ok   none none no   no   no   no   no",
    "reviewing.show_machine_scores": "ok   none none no   no   no   no   no",
    "reviewing.group_in_common":     "ok   none none no   no   no   no   no",
    "review_queue.review_queue":     "ok   none none no   no   no   no   no",
    "review_queue.group_to_review":  "ok   none none no   no   no   no   no",
    "review_queue.waiting_by_group": "ok   own  own  no   no   no   no   no",
    "commenting.comment":            "ok   none none no   no   no   no   no",
    "commenting.take_back":          "ok   none none none none none none none",
    "commenting.kept_comments":      "ok   own  own  no   no   no   no   no",
    "commenting.keep_comment":       "ok   ok   ok   no   no   no   no   no",
    "commenting.drop_comment":       "ok   own  own  own  own  own  own  own",
    "commenting.can_ask":            "own  own  own  ok   own  own  own  own",
    "commenting.ask_for_review":     "none none none ok   none none none none",
    "commenting.ask_no_more":        "none none none ok   none none none none",
    "group_settings.settings_of":     "ok   none none no   no   no   no   no",
    "group_settings.change_settings": "ok   none none no   no   no   no   no",
    "invitations.invite_people":  "ok   none none no   no   no   no   no",
    "invitations.take_back":      "ok   none none no   no   no   no   no",
    "invitations.asked_by":       "ok   none none no   no   no   no   no",
    "invitations.invitations_of": "own  own  own  own  ok   own  own  own",
    "invitations.accept":         "no   no   no   ok   ok   no   no   no",
    "invitations.decline":        "own  own  own  own  ok   own  own  own",
    "comparing.group_comparison": "ok   none none none none none none none",
    "comparing.person_points":    "ok   none none none none none none none",
    "comparing.answers_behind":   "ok   none none none none none none none",
    "agreement_of_ratings.group_agreement": "ok   none none no   no   no   no   no",
    "agreement_of_ratings.whole_agreement": "no   no   no   no   no   ok   ok   no",
}  # fmt: skip

# What a coach may read of a member, which is what ends.
READS = "groups.candidate groups.coached_report reading.what_is_shown reading.interview reading.questions".split()
READS += "reading.answers reading.interviews report.open_report".split()
READS += "comparing.person_points comparing.answers_behind".split()

# What a coach may do with a member's answers, which ends too; without the role they are told that.
REVIEWS = "reviewing.open_review reviewing.keep_rating_draft reviewing.rate reviewing.show_machine_scores".split()
REVIEWS += "reviewing.group_in_common review_queue.group_to_review commenting.comment".split()

# Parts that calls are made of: they act for nobody, so there is nobody to check.
PARTS = {
    "coaching.coaches_of", "coaching.invited_to", "coaching.present_as", "coaching.enter",
    "coaching.drop_invitations", "groups.coaches_by_group",
    "notifications.notify", "notifications.forget_old", "notifications.notice_text",
    "assignment_views.is_for", "assignment_views.everybody", "assignment_views.standings",
    "assignment_views.assignment_view",
    "reviewing.shown_for_review", "reviewing.tell_once",
}  # fmt: skip

DRAFT = NewAssignment(
    "backend-engineer", Level.MID, InterviewType.TECHNICAL, terms=Terms("Set", attempts=2), followups=False, count=10
)

LEVELS = dict.fromkeys(DIMENSIONS, 3)


@dataclass(frozen=True)
class Ids:
    """What the calls are about: a group, a person in it, an interview, a notification, another coach, what is set.

    And an answer of the interview, a comment on it, and one that is kept.
    """

    group: UUID
    person: UUID
    interview: UUID
    notice: UUID
    coach: UUID
    assignment: UUID
    answer: UUID
    comment: UUID
    kept: UUID

    def unknown(self) -> "Ids":
        return Ids(*(uuid4() for _ in fields(self)))


@dataclass(frozen=True)
class World:
    """Everybody, and what they try to get at."""

    ctx: Context
    people: dict[str, Person]
    ids: Ids
    code: str

    def call(self, name: str, caller: str, *, ids: Ids | None = None) -> tuple[str, Any]:
        """How a call ends for a caller, in the matrix's words, with what it gave or said."""
        try:
            found = CALLS[name](self, self.people[caller], ids or self.ids)
        except ForbiddenError as error:
            return "no", str(error)
        except NotFoundError as error:
            return "none", str(error)
        return "ok", found

    def state(self) -> Any:
        """All that any of the calls could change about the member, as rows."""
        columns = [
            select(CoachGroup.name, CoachGroup.code_hash, CoachGroup.closed_at).where(CoachGroup.id == self.ids.group),
            select(GroupCoach.coach_id).where(GroupCoach.group_id == self.ids.group),
            select(GroupMember.shows, GroupMember.left_at).where(GroupMember.user_id == self.ids.person),
            select(Notification.read_at).where(Notification.user_id == self.ids.person),
            select(GroupInvitation.user_id).where(GroupInvitation.group_id == self.ids.group),
            select(Assignment.title, Assignment.withdrawn_at, AssignmentAttempt.reviewed_at)
            .outerjoin(AssignmentAttempt, AssignmentAttempt.assignment_id == Assignment.id)
            .where(Assignment.group_id == self.ids.group),
            select(GroupSettings.counts).where(GroupSettings.group_id == self.ids.group),
            select(Rating.scores_json, Rating.reason),
            select(RatingDraft.scores_json),
            select(SeenScores.coach_id),
            select(AnswerComment.body),
            select(ReusableComment.body),
            select(ReviewRequest.note),
        ]
        with self.ctx.db.reading() as session:
            return [sorted(map(str, session.execute(each))) for each in columns]


def within(call: Callable[..., Any], world: World, *arguments: Any) -> Any:
    with world.ctx.db.reading() as session:
        return call(session, *arguments)


# How the calls that take more than one id, or other things than ids, are made.
CALLS: dict[str, Callable[[World, Person, Ids], Any]] = {
    "coaching.make_group": lambda w, p, _: coaching.make_group(w.ctx, p, "New"),
    "coaching.rename_group": lambda w, p, ids: coaching.rename_group(w.ctx, p, ids.group, "Renamed"),
    "coaching.invite": lambda w, p, ids: coaching.invite(w.ctx, p, ids.group),
    "coaching.remove_member": lambda w, p, ids: coaching.remove_member(w.ctx, p, ids.group, ids.person),
    "coaching.close_group": lambda w, p, ids: coaching.close_group(w.ctx, p, ids.group),
    "coaching.coached_group": lambda w, p, ids: within(coaching.coached_group, w, p, ids.group),
    "coaching.shown_to": lambda w, p, ids: within(coaching.shown_to, w, p, ids.person),
    "coaching.join": lambda w, p, _: coaching.join(w.ctx, p, w.code, Shows.SCORES),
    "coaching.change_shown": lambda w, p, ids: coaching.change_shown(w.ctx, p, ids.group, Shows.SCORES),
    "coaching.leave": lambda w, p, ids: coaching.leave(w.ctx, p, ids.group),
    "groups.groups_of_coach": lambda w, p, _: groups.groups_of_coach(w.ctx, p),
    "groups.group_of_coach": lambda w, p, ids: groups.group_of_coach(w.ctx, p, ids.group),
    "groups.members_of": lambda w, p, ids: groups.members_of(w.ctx, p, ids.group),
    "groups.candidate": lambda w, p, ids: groups.candidate(w.ctx, p, ids.person),
    "groups.coached_report": lambda w, p, ids: groups.coached_report(w.ctx, p, ids.interview),
    "groups.invitation": lambda w, p, _: groups.invitation(w.ctx, p, w.code),
    "groups.memberships_of": lambda w, p, _: groups.memberships_of(w.ctx, p),
    "groups.all_groups": lambda w, p, _: groups.all_groups(w.ctx, p),
    "groups.all_coaches": lambda w, p, _: groups.all_coaches(w.ctx, p),
    "group_admin.assign_coach": lambda w, p, ids: group_admin.assign_coach(w.ctx, p, ids.group, ids.coach),
    "group_admin.unassign_coach": lambda w, p, ids: group_admin.unassign_coach(w.ctx, p, ids.group, ids.coach),
    "notifications.unread_count": lambda w, p, _: notifications.unread_count(w.ctx, p),
    "notifications.notices": lambda w, p, _: notifications.notices(w.ctx, p),
    "notifications.mark_read": lambda w, p, ids: notifications.mark_read(w.ctx, p, ids.notice),
    "notifications.mark_all_read": lambda w, p, _: notifications.mark_all_read(w.ctx, p),
    "reading.what_is_shown": lambda w, p, ids: reading.what_is_shown(w.ctx, p, ids.interview),
    "reading.interview": lambda w, p, ids: reading.interview(w.ctx, p, ids.interview),
    "reading.questions": lambda w, p, ids: reading.questions(w.ctx, p, ids.interview),
    "reading.answers": lambda w, p, ids: reading.answers(w.ctx, p, ids.interview),
    "reading.interviews": lambda w, p, ids: reading.interviews(w.ctx, p, user_id=ids.person),
    "report.open_report": lambda w, p, ids: report.open_report(w.ctx, p, ids.interview),
    "assignments.set_assignment": lambda w, p, ids: assignments.set_assignment(w.ctx, p, ids.group, DRAFT),
    "assignments.change_assignment": lambda w, p, ids: assignments.change_assignment(
        w.ctx, p, ids.assignment, Terms("Changed")
    ),
    "assignments.withdraw_assignment": lambda w, p, ids: assignments.withdraw_assignment(w.ctx, p, ids.assignment),
    "assignments.mark_reviewed": lambda w, p, ids: assignments.mark_reviewed(w.ctx, p, ids.interview),
    "assignments.start_assignment": lambda w, p, ids: assignments.start_assignment(w.ctx, p, ids.assignment),
    "assignment_views.assignments_of_group": lambda w, p, ids: assignment_views.assignments_of_group(
        w.ctx, p, ids.group
    ),
    "assignment_views.assignment_progress": lambda w, p, ids: assignment_views.assignment_progress(
        w.ctx, p, ids.assignment
    ),
    "assignment_views.coached_assignment": lambda w, p, ids: within(
        assignment_views.coached_assignment, w, p, ids.assignment
    ),
    "assignment_views.my_assignments": lambda w, p, _: assignment_views.my_assignments(w.ctx, p),
    "reviewing.open_review": lambda w, p, ids: reviewing.open_review(w.ctx, p, ids.answer),
    "reviewing.keep_rating_draft": lambda w, p, ids: reviewing.keep_rating_draft(w.ctx, p, ids.answer, LEVELS, "Thin."),
    "reviewing.rate": lambda w, p, ids: reviewing.rate(w.ctx, p, ids.answer, LEVELS, "Thin."),
    "reviewing.show_machine_scores": lambda w, p, ids: reviewing.show_machine_scores(w.ctx, p, ids.answer),
    "reviewing.group_in_common": lambda w, p, ids: within(reviewing.group_in_common, w, p, ids.answer),
    "review_queue.review_queue": lambda w, p, ids: review_queue.review_queue(w.ctx, p, ids.group),
    "review_queue.group_to_review": lambda w, p, ids: review_queue.group_to_review(w.ctx, p, session_id=ids.interview),
    "review_queue.waiting_by_group": lambda w, p, _: review_queue.waiting_by_group(w.ctx, p),
    "commenting.comment": lambda w, p, ids: commenting.comment(w.ctx, p, ids.answer, "Say more.", stretch=(0, 4)),
    "commenting.take_back": lambda w, p, ids: commenting.take_back(w.ctx, p, ids.comment),
    "commenting.kept_comments": lambda w, p, _: commenting.kept_comments(w.ctx, p),
    "commenting.keep_comment": lambda w, p, _: commenting.keep_comment(w.ctx, p, "Say how it ended."),
    "commenting.drop_comment": lambda w, p, ids: commenting.drop_comment(w.ctx, p, ids.kept),
    "commenting.can_ask": lambda w, p, _: commenting.can_ask(w.ctx, p),
    "commenting.ask_for_review": lambda w, p, ids: commenting.ask_for_review(w.ctx, p, ids.answer, "Too short?"),
    "commenting.ask_no_more": lambda w, p, ids: commenting.ask_no_more(w.ctx, p, ids.answer),
    "invitations.invite_people": lambda w, p, ids: invitations.invite_people(w.ctx, p, ids.group, "another ghost"),
    "invitations.take_back": lambda w, p, ids: invitations.take_back(w.ctx, p, ids.group, "another"),
    "invitations.asked_by": lambda w, p, ids: invitations.asked_by(w.ctx, p, ids.group),
    "invitations.invitations_of": lambda w, p, _: invitations.invitations_of(w.ctx, p),
    "invitations.accept": lambda w, p, ids: invitations.accept(w.ctx, p, ids.group, Shows.SCORES),
    "invitations.decline": lambda w, p, ids: invitations.decline(w.ctx, p, ids.group),
    "comparing.group_comparison": lambda w, p, ids: comparing.group_comparison(w.ctx, p, ids.group, Filters()),
    "comparing.person_points": lambda w, p, ids: comparing.person_points(w.ctx, p, ids.group, [ids.person]),
    "comparing.answers_behind": lambda w, p, ids: comparing.answers_behind(
        w.ctx, p, ids.group, ids.person, [ids.interview]
    ),
    "agreement_of_ratings.group_agreement": lambda w, p, ids: agreement_of_ratings.group_agreement(w.ctx, p, ids.group),
    "agreement_of_ratings.whole_agreement": lambda w, p, _: agreement_of_ratings.whole_agreement(w.ctx, p),
    "group_settings.settings_of": lambda w, p, ids: group_settings.settings_of(w.ctx, p, ids.group),
    "group_settings.change_settings": lambda w, p, ids: group_settings.change_settings(
        w.ctx, p, ids.group, counts=Counts.COACHES, moderator_id=None
    ),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, new_sqlite: Path) -> World:
    """The world, made once; each test works on a copy of its database."""
    folder = tmp_path_factory.mktemp("access")
    shutil.copy(new_sqlite, folder / "world.db")
    ctx = make_context(f"sqlite:///{folder / 'world.db'}", folder, FakeClock())
    people = {
        "own": holding(ctx, "own", UserRole.COACH),
        "other": holding(ctx, "other", UserRole.COACH),
        "ex": holding(ctx, "ex", UserRole.COACH),
        "member": holding(ctx, "member", UserRole.CANDIDATE),
        "another": holding(ctx, "another", UserRole.CANDIDATE),
        "studio": holding(ctx, "studio", UserRole.STUDIO),
        "admin": holding(ctx, "admin", UserRole.ADMIN),
        "nobody": replace(holding(ctx, "nobody"), is_active=False),
    }
    member = people["member"]
    group, theirs = (coaching.make_group(ctx, people[coach], coach).id for coach in ("own", "ex"))
    coaching.make_group(ctx, people["other"], "other")
    coaching.join(ctx, member, coaching.invite(ctx, people["ex"], theirs), Shows.ANSWERS)
    coaching.leave(ctx, member, theirs)
    # set before anybody has joined, so that nobody is told of it
    assignment = assignments.set_assignment(ctx, people["own"], group, DRAFT)
    code = coaching.invite(ctx, people["own"], group)
    coaching.join(ctx, member, code, Shows.ANSWERS)
    # an admin lets a second coach in and out again, of which the member was told
    spare = holding(ctx, "spare", UserRole.COACH)
    group_admin.assign_coach(ctx, people["admin"], group, spare.id)
    group_admin.unassign_coach(ctx, people["admin"], group, spare.id)
    interview = assignments.start_assignment(ctx, member, assignment)
    question = sessions.show_next(ctx, member, interview)
    answer = answering.submit_answer(
        ctx, member.id, question.id, Written("I measure first, because guesses cost time.", 1)
    )
    sessions.finish(ctx, member, interview)
    invitations.invite_people(ctx, people["own"], group, "another")
    with ctx.db.writing() as session:  # what the coaches were told is read
        session.execute(delete(Notification).where(Notification.user_id != member.id))
    [notice] = notifications.notices(ctx, member)
    comment = commenting.comment(ctx, people["own"], answer.id, "Name the trade-off.")
    kept = commenting.keep_comment(ctx, people["own"], "Name the trade-off.")
    ctx.db.dispose()
    ids = Ids(group, member.id, interview, notice.id, spare.id, assignment, answer.id, comment, kept)
    return World(ctx, people, ids, code)


@pytest.fixture
def world(built: World, tmp_path: Path) -> Iterator[World]:
    shutil.copy(built.ctx.settings.data_dir / "world.db", tmp_path / "copy.db")
    ctx = make_context(f"sqlite:///{tmp_path / 'copy.db'}", tmp_path, built.ctx.clock)
    yield replace(built, ctx=ctx)
    ctx.db.dispose()


def holding(ctx: Context, username: str, *roles: UserRole) -> Person:
    """Somebody with exactly these roles."""
    person = make_person(ctx, username)
    with ctx.db.writing() as session:
        session.execute(delete(UserRoleRow).where(UserRoleRow.user_id == person.id))
        session.add_all(UserRoleRow(user_id=person.id, role=role) for role in roles)
    return accounts.person_by_id(ctx, person.id)


def public(module: ModuleType) -> set[str]:
    name = module.__name__.rpartition(".")[2]
    found = inspect.getmembers(module, inspect.isfunction)
    return {f"{name}.{each}" for each, function in found if function.__module__ == module.__name__ and each[0] != "_"}


def test_every_call_is_in_the_matrix() -> None:
    calls = set().union(*map(public, (coaching, groups, group_admin, notifications))) - PARTS
    calls |= public(reading) | {"report.open_report"}
    calls |= set().union(*map(public, (assignments, assignment_views))) - PARTS
    calls |= set().union(*map(public, (invitations, comparing, agreement_of_ratings)))
    calls |= set().union(*map(public, (reviewing, review_queue, commenting, group_settings))) - PARTS
    assert set(MATRIX) == set(CALLS) == calls


@pytest.mark.parametrize("name", MATRIX)
def test_everybody_gets_what_the_matrix_says(world: World, name: str) -> None:
    expected = dict(zip(CALLERS, MATRIX[name].split(), strict=True))
    before = world.state()
    # those who may come last: had anybody else changed something, it would show
    for caller in sorted(CALLERS, key=lambda one: expected[one] == "ok"):
        got, found = world.call(name, caller)
        assert got == ("ok" if expected[caller] == "own" else expected[caller]), (caller, found)
        if expected[caller] != "ok":
            assert world.state() == before, caller
        if expected[caller] == "own":
            assert not found, caller
        if got == "none":
            assert world.call(name, caller, ids=world.ids.unknown()) == (got, found), caller


def lose_the_role(world: World) -> None:
    own = world.people["own"]
    world.people["own"] = replace(own, roles=frozenset({UserRole.CANDIDATE}))


ENDS: dict[str, Callable[[World], Any]] = {
    "the member leaves": lambda w: coaching.leave(w.ctx, w.people["member"], w.ids.group),
    "the coach takes them out": lambda w: coaching.remove_member(w.ctx, w.people["own"], w.ids.group, w.ids.person),
    "the coach closes the group": lambda w: coaching.close_group(w.ctx, w.people["own"], w.ids.group),
    "an admin takes the coach off": lambda w: group_admin.unassign_coach(
        w.ctx, w.people["admin"], w.ids.group, w.people["own"].id
    ),
    "the coach loses the role": lose_the_role,
}


@pytest.mark.parametrize("end", ENDS)
def test_from_then_on_the_coach_reads_nothing(world: World, end: str) -> None:
    world = replace(world, people=dict(world.people))
    assert {world.call(name, "own")[0] for name in READS} == {"ok"}
    ENDS[end](world)
    assert {name: world.call(name, "own")[0] for name in READS} == dict.fromkeys(READS, "none")
    outcome, found = world.call("groups.members_of", "own")
    assert outcome != "ok" or found == ()
    outcome, found = world.call("assignment_views.assignment_progress", "own")
    assert outcome != "ok" or found.members == ()
    assert world.call("assignments.mark_reviewed", "own")[0] != "ok"
    assert "ok" not in {world.call(name, "own")[0] for name in REVIEWS}
    outcome, found = world.call("review_queue.review_queue", "own")
    assert outcome != "ok" or found.total == 0
    outcome, found = world.call("review_queue.waiting_by_group", "own")
    assert outcome != "ok" or found == {}


def test_a_member_who_shows_scores_only_shows_no_word(world: World) -> None:
    own, member = world.people["own"], world.people["member"]
    coaching.change_shown(world.ctx, member, world.ids.group, Shows.SCORES)
    assert world.call("reading.answers", "own")[0] == "none"
    assert not any("guesses cost" in str(world.call(name, "own")[1]) for name in READS)
    assert {world.call(name, "own")[0] for name in REVIEWS} == {"none"}
    assert "guesses cost" in str(report.open_report(world.ctx, member, world.ids.interview))
    found = groups.coached_report(world.ctx, own, world.ids.interview)
    assert found.candidate.shows is Shows.SCORES and found.view.overall is not None


def test_no_e_mail_address_is_among_what_a_coach_is_told(world: World) -> None:
    names = ["groups.members_of", "groups.groups_of_coach", "groups.group_of_coach", *READS]
    names.append("assignment_views.assignment_progress")
    assert not any("@example.org" in str(world.call(name, "own")[1]) for name in names)
