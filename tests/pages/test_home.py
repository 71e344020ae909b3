"""Home says what to do next, to each role its own."""

from collections.abc import Callable
from uuid import UUID

import pytest

from core.models.vocabulary import InterviewType, Mode, RoleSource, UserRole
from core.services import accounts, reading, reflecting, sessions
from core.services.accounts import Person
from core.services.context import Context
from core.services.roles import custom_role
from core.services.sessions import InterviewChoice
from core.services.views import AnswerView
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.clock import FakeClock

Open = Callable[..., Tab]
Finished = Callable[..., UUID]
Someone = Callable[..., Person]


def score_of(ctx: Context, person: Person, session_id: UUID) -> float:
    score = sessions.look(ctx, person, session_id).interview.overall_score
    assert score is not None
    return score


def test_a_new_candidate_is_led_to_the_first_interview(ada: Person, signed_in_app: Open) -> None:
    tab = signed_in_app(ada)
    assert tab.title == "Hello, Ada"
    assert tab.buttons == ["Set up your first interview", "Fill in your profile"]
    assert tab.press("Set up your first interview").page == "practise"


def test_a_new_candidate_is_led_to_the_profile(ada: Person, signed_in_app: Open) -> None:
    assert signed_in_app(ada).press("Fill in your profile").title == "Profile"


def test_an_open_interview_comes_first_and_is_one_press_away(
    ada: Person, signed_in_app: Open, interview_of: Callable[..., UUID], answer: Callable[..., AnswerView]
) -> None:
    session_id = interview_of(ada)
    answer(ada, session_id)
    tab = signed_in_app(ada)
    assert tab.says("Backend engineer · mid · Technical interview: 1 of 10 questions answered.")
    assert tab.buttons == ["Go on", "Set up a new interview"]
    assert tab.press("Go on").page == "interview"
    assert tab.at.query_params == {"session": str(session_id)}
    assert tab.says("1 of 10 answered")


def test_the_last_score_stands_beside_the_one_before(
    ctx: Context, ada: Person, clock: FakeClock, signed_in_app: Open, finished: Finished
) -> None:
    poor = finished(ada, texts=("I do not know.",))
    clock.advance(days=1)
    good = finished(ada, texts=(None,))
    before, newest = score_of(ctx, ada, poor), score_of(ctx, ada, good)
    assert newest > before
    tab = signed_in_app(ada)
    [metric] = tab.at.metric
    assert (metric.label, metric.value) == ("Backend engineer, Technical", f"{newest:.0f} of 100")
    assert metric.delta == f"{newest - before:+.0f} against the one before"
    assert tab.press("Read the report").page == "report"
    assert tab.at.query_params == {"session": str(good)}


def test_a_first_score_is_compared_with_nothing(ada: Person, signed_in_app: Open, finished: Finished) -> None:
    finished(ada)
    [metric] = signed_in_app(ada).at.metric
    assert metric.delta == ""


def test_an_interview_without_an_answer_has_no_score_to_show(
    ada: Person, signed_in_app: Open, finished: Finished
) -> None:
    finished(ada, texts=())
    tab = signed_in_app(ada)
    assert not tab.at.metric
    assert tab.press("Read the report").says("No question has been answered")


@pytest.mark.parametrize("role", [UserRole.COACH, UserRole.STUDIO])
def test_coach_and_studio_see_the_bank_and_how_scores_spread(
    ctx: Context, ada: Person, signed_in_app: Open, finished: Finished, someone: Someone, role: UserRole
) -> None:
    session_id = finished(ada)
    answers = reading.answers(ctx, ada, session_id)
    tab = signed_in_app(someone("carla", role))
    assert tab.number("Questions in the bank") == str(len(ctx.bank.items))
    assert (tab.number("Finished interviews"), tab.number("Answers")) == ("1", "3")
    assert sum(tab.chart("score_bands")["data"][0]["y"]) == len(answers) == 3
    assert tab.buttons == ["See the questions", "See the rubric in force"]
    assert tab.press("See the questions").title == "Questions"
    assert tab.open("home.py").press("See the rubric in force").title == "Rubric"


def test_score_bands_count_each_answer_once_where_it_belongs(
    ctx: Context, ada: Person, signed_in_app: Open, finished: Finished, someone: Someone
) -> None:
    scores = [answer.overall_score or 0.0 for answer in reading.answers(ctx, ada, finished(ada))]
    expected = {f"{low} to {low + 10}" for low in (min(int(score // 10), 9) * 10 for score in scores)}
    numbers = signed_in_app(someone("carla", UserRole.COACH)).at.dataframe[0].value
    assert set(numbers["Score"]) == expected
    assert numbers["Answers"].sum() == len(scores)


def test_before_anybody_has_answered_there_is_no_chart_but_a_word(signed_in_app: Open, someone: Someone) -> None:
    tab = signed_in_app(someone("carla", UserRole.COACH))
    assert tab.says("Once candidates have answered questions, this shows how their scores spread.")
    assert not tab.at.get("plotly_chart")
    assert (tab.number("Finished interviews"), tab.number("Answers")) == ("0", "0")


def test_an_admin_sees_who_is_here(ctx: Context, ada: Person, signed_in_app: Open, someone: Someone) -> None:
    boss = someone("boss", UserRole.ADMIN)
    accounts.set_active(ctx, boss, someone("carla", UserRole.COACH, UserRole.CANDIDATE).id, active=False)
    tab = signed_in_app(boss)
    counts = {role: tab.number(role.value.capitalize()) for role in UserRole}
    assert counts == {
        UserRole.CANDIDATE: "2", UserRole.COACH: "1", UserRole.STUDIO: "0", UserRole.ADMIN: "1",
    }  # fmt: skip
    assert tab.says("1 accounts are disabled.")
    assert tab.press("Manage people").title == "People"


def test_who_holds_every_role_sees_every_part(signed_in_app: Open, someone: Someone) -> None:
    tab = signed_in_app(someone("boss", *UserRole))
    headings = [heading.value for heading in tab.at.subheader]
    assert headings == ["Begin with your first interview", "Questions and rubric", "People"]


def test_a_name_is_shown_as_it_was_typed(ctx: Context, signed_in_app: Open) -> None:
    name = NASTY[:100]
    person = accounts.sign_up(
        ctx, accounts.NewAccount("eve", "eve@example.org", name, "", "a long password", "a long password")
    )
    tab = signed_in_app(person)
    assert tab.title == f"Hello, {name}"
    assert is_plain_text(tab)


def own_role(name: str) -> InterviewChoice:
    return InterviewChoice(
        role=custom_role(name, {"python": 1.0}),
        role_source=RoleSource.CUSTOM,
        level="mid",
        type=InterviewType.TECHNICAL,
        mode=Mode.INTERVIEW,
        count=10,
    )


def test_a_role_of_ones_own_is_shown_as_it_was_typed_while_its_interview_is_open(
    ctx: Context, ada: Person, signed_in_app: Open
) -> None:
    sessions.start_interview(ctx, ada, own_role(NASTY))
    tab = signed_in_app(ada)
    assert tab.says(f"{NASTY} · mid · Technical interview")
    assert is_plain_text(tab)


def test_a_role_of_ones_own_is_shown_as_it_was_typed_beside_its_score(
    ctx: Context, ada: Person, signed_in_app: Open, answer: Callable[..., AnswerView]
) -> None:
    session_id = sessions.start_interview(ctx, ada, own_role(NASTY))
    answer(ada, session_id)
    sessions.finish(ctx, ada, session_id)
    reflecting.reveal(ctx, ada, session_id)
    tab = signed_in_app(ada)
    assert tab.says(f"{NASTY}, Technical")
    assert is_plain_text(tab)
