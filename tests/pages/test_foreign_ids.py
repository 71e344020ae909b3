"""Addresses with the id of somebody else's: every page says that it is not there, and shows nothing of it."""

from collections.abc import Callable
from uuid import UUID, uuid4

from core.models.vocabulary import InterviewType, Level, Shows, UserRole
from core.services import accounts, assignments, coaching, drills, invitations, reflecting, rubric_drafts
from core.services.accounts import Person
from core.services.assignment_drafts import NewAssignment, Terms
from core.services.coaching import BadInvitationError
from core.services.context import Context
from core.services.sharing import DeadLinkError
from tests.pages.tab import Tab
from tests.support.coached import SAID, make_coached, make_staff
from tests.support.contexts import make_person

Open = Callable[..., Tab]
GONE = "does not exist, or it is not yours to open."

# Page, the parameter of its address, whose id it is given, and what it says instead.
ADDRESSES = (
    ("practice/interview.py", "session", "interview", f"This interview {GONE}"),
    ("practice/report.py", "session", "interview", f"This interview {GONE}"),
    ("practice/drills.py", "session", "drill", f"This set of drills {GONE}"),
    ("practice/drills.py", "session", "interview", f"This set of drills {GONE}"),
    ("practice/coaches.py", "group", "group", str(BadInvitationError())),
    ("practice/coaches.py", "code", "group", str(BadInvitationError())),
    ("practice/shared.py", "link", "interview", str(DeadLinkError())),
    ("coach/report.py", "session", "interview", f"This interview {GONE}"),
    ("coach/review.py", "answer", "answer", f"This answer {GONE}"),
    ("coach/review.py", "group", "group", f"This group {GONE}"),
    ("coach/review.py", "member", "member", f"This person {GONE}"),
    ("coach/review.py", "session", "interview", f"This interview {GONE}"),
    ("coach/people.py", "group", "group", f"This group {GONE}"),
    ("coach/people.py", "member", "member", f"This person {GONE}"),
    ("coach/assignments.py", "new", "group", f"This group {GONE}"),
    ("coach/assignments.py", "assignment", "assignment", f"This assignment {GONE}"),
    ("studio/tune.py", "draft", "draft", f"This draft {GONE}"),
)


def everything(ctx: Context) -> dict[str, UUID]:
    """What belongs to Mira, to her coach, and to somebody of the product team, by what it is."""
    coached = make_coached(ctx)
    reflecting.reveal(ctx, coached.member, coached.session_id)
    invitations.invite_people(ctx, coached.coach, coached.group_id, make_person(ctx, "invited").username)
    mock = NewAssignment("backend-engineer", Level.MID, InterviewType.TECHNICAL, Terms("Mock of Spring"))
    return {
        "interview": coached.session_id,
        "answer": coached.answers[0],
        "group": coached.group_id,
        "member": coached.member.id,
        "drill": drills.start(ctx, coached.member),
        "assignment": assignments.set_assignment(ctx, coached.coach, coached.group_id, mock),
        "draft": rubric_drafts.begin_draft(ctx, make_staff(ctx, "stella", UserRole.STUDIO), title="Stella's draft"),
    }


def stranger(ctx: Context) -> Person:
    """Somebody who has every page but those of admins, and a group with a member who shows everything."""
    person = make_staff(ctx, "otto", UserRole.COACH, UserRole.STUDIO)
    group = coaching.make_group(ctx, person, "Autumn")
    coaching.join(ctx, make_person(ctx, "grace"), coaching.invite(ctx, person, group.id), Shows.ANSWERS)
    return accounts.person_by_id(ctx, person.id)


def test_every_address_of_somebody_elses_leads_nowhere(ctx: Context, signed_in_app: Open) -> None:
    theirs, person = everything(ctx), stranger(ctx)
    tab = signed_in_app(person)
    for page, name, what, told in ADDRESSES:
        tab.open(page, **{name: str(theirs[what])})
        shown = tab.texts
        assert tab.errors == [told], (page, name)
        for trace in ("mira", "spring", "stella", "invited", "Mock", *(text[:30].lower() for text in SAID)):
            assert not any(trace.lower() in text.lower() for text in shown), (page, name, trace)
        # an id that nobody has is answered alike, and what is no id, too
        tab.open(page, **{name: str(uuid4())})
        assert (tab.errors, tab.texts) == ([told], shown), (page, name)
        tab.open(page, **{name: "../nonsense"})
        assert tab.errors == [told], (page, name)


def test_the_owners_themselves_are_shown_what_the_stranger_is_not(ctx: Context, signed_in_app: Open) -> None:
    theirs = everything(ctx)
    for username, ours in (("mira", "practice/"), ("carla", "coach/"), ("stella", "studio/")):
        tab = signed_in_app(accounts.person_by_name(ctx, username))
        for page, name, what, _ in ADDRESSES:
            is_refused_to_all = (page, name, what) in {
                ("practice/drills.py", "session", "interview"),
                ("practice/coaches.py", "code", "group"),
                ("practice/shared.py", "link", "interview"),
            }
            if page.startswith(ours) and not is_refused_to_all:
                tab.open(page, **{name: str(theirs[what])})
                assert tab.errors == [], (page, name)
