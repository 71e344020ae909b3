"""What coaches say on the report: beside the machine, on its words, and asked for by the candidate."""

from collections.abc import Callable

import pytest

from core.models import User
from core.models.vocabulary import Counts, Shows, UserRole
from core.rubric import DIMENSIONS
from core.services import coaching, commenting, group_admin, group_settings, reflecting, report, reviewing, sharing
from core.services.context import Context
from pages._components.coaches_view import comment_marks
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.clock import FakeClock
from tests.support.coached import SAID, Coached, interview_of, make_coached, make_staff
from tests.support.reports import remark

Open = Callable[..., Tab]
CONTESTED = "Coaches do not agree on this answer yet and nobody has decided, so the machine's scores count."
NOT_BLIND = "This page shows the machine's scores, so ratings that you give after reading it are not blind."


@pytest.fixture
def there(ctx: Context) -> Coached:
    """The member has looked at their scores."""
    there = make_coached(ctx)
    reflecting.reveal(ctx, there.member, there.session_id)
    return there


@pytest.fixture
def theirs(there: Coached, signed_in_app: Open) -> Callable[..., Tab]:
    """Opens the candidate's own report, with what else stands in the address."""
    return lambda **more: signed_in_app(there.member).open("practice/report.py", session=str(there.session_id), **more)


@pytest.fixture
def coachs(there: Coached, signed_in_app: Open) -> Callable[..., Tab]:
    """Opens the same as a coach reads it."""
    return lambda **more: signed_in_app(there.coach).open("coach/report.py", session=str(there.session_id), **more)


def levels(*given: int | None) -> dict[str, int | None]:
    return dict(zip(DIMENSIONS, given, strict=True))


def tables(tab: Tab) -> list[dict[str, list[str]]]:
    """The tables of ratings, column by column."""
    frames = [one.value for one in tab.at.dataframe if "Counts" in one.value.columns]
    return [{column: list(frame[column]) for column in frame.columns} for frame in frames]


def table(tab: Tab) -> dict[str, list[str]]:
    """The only one of them."""
    [only] = tables(tab)
    return only


def opened(tab: Tab) -> list[str]:
    """The answers that stand open."""
    return [one.label for one in tab.at.expander if one.proto.expanded]


def ask_button(there: Coached, number: int) -> str:
    return f"send_{there.answers[number]}"


def test_both_stand_side_by_side_with_what_counts(
    ctx: Context, there: Coached, clock: FakeClock, theirs: Open, coachs: Open
) -> None:
    answer = there.answers[0]
    machine = report.open_report(ctx, there.member, there.session_id).answers[0].answer
    assert machine.scores is not None
    reviewing.rate(ctx, there.coach, answer, levels(4, 3, None, 3, 5), f"Clear. {NASTY}")
    clock.advance(seconds=60)
    reviewing.show_machine_scores(ctx, there.second, answer)
    reviewing.rate(ctx, there.second, answer, levels(3, 3, None, 4, 5))
    accuracy = machine.scores["technical_accuracy"]
    own = [f"{machine.scores[name]:.1f}" for name in DIMENSIONS]
    tab = theirs()
    assert table(tab)["Counts"] == own and tab.numbers("Structure")[0] == own[0]
    assert tab.says("In the group Spring, the machine's scores count; coaches' ratings stand beside them.")
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=Counts.COACHES, moderator_id=None)
    for tab in (theirs(), coachs()):
        assert table(tab) == {
            "Dimension": ["Structure", "Relevance", "Accuracy", "Depth", "Communication"],
            "Machine": own,
            "Carla": ["4", "3", "–", "3", "5"],
            "Cem": ["3", "3", "–", "4", "5"],
            "Counts": ["3.5", "3.0", f"{accuracy:.1f}", "3.5", "5.0"],
        }
        assert [tab.numbers(name)[0] for name in ("Structure", "Accuracy", "Communication")] == [
            "3.5", f"{accuracy:.1f}", "5.0",
        ]  # fmt: skip
        assert tab.says("In the group Spring, coaches' ratings count, here their mean.")
        assert tab.says(f"The machine's own overall score is {machine.overall_score:.0f}.")
        assert tab.says("These are the machine's own scores with its reasons.")
        assert tab.says("Carla · 02 March 2026 · before seeing the machine's scores")
        assert tab.says("Cem · 02 March 2026 · after seeing the machine's scores")
        assert tab.says(f"Clear. {NASTY}") and is_plain_text(tab)


def test_while_coaches_differ_only_they_see_how(ctx: Context, there: Coached, theirs: Open, coachs: Open) -> None:
    reviewing.rate(ctx, there.coach, there.answers[0], levels(5, 3, 3, 3, 3), "A reason of mine")
    reviewing.rate(ctx, there.second, there.answers[0], levels(2, 3, 3, 3, 3))
    tab = theirs()
    assert tab.says(CONTESTED) and not tables(tab) and not tab.says("A reason of mine")
    tab = coachs()
    assert tab.says(CONTESTED) and table(tab)["Carla"][0] == "5" and table(tab)["Cem"][0] == "2"


def test_a_decision_is_called_one_and_two_of_a_name_are_told_apart(
    ctx: Context, there: Coached, clock: FakeClock, theirs: Open
) -> None:
    third = make_staff(ctx, "third", UserRole.COACH)
    with ctx.db.writing() as session:
        session.get_one(User, there.second.id).first_name = "Carla"
    group_admin.assign_coach(ctx, make_staff(ctx, "boss", UserRole.ADMIN), there.group_id, third.id)
    for coach, structure in ((there.coach, 5), (there.second, 2), (third, 4)):
        clock.advance(seconds=60)
        reviewing.rate(ctx, coach, there.answers[0], levels(structure, 3, 3, 3, 3), "So it is.")
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=Counts.COACHES, moderator_id=None)
    tab = theirs()
    assert list(table(tab)) == [
        "Dimension",
        "Machine",
        "Carla",
        "Carla (2)",
        "Third (decision)",
        "Counts",
    ]
    assert table(tab)["Counts"][0] == "4.0"
    assert tab.says("In the group Spring, coaches' ratings count, here the decision between them.")


def test_comments_stand_with_what_they_are_on(ctx: Context, there: Coached, theirs: Open, coachs: Open) -> None:
    answer = there.answers[0]
    commenting.comment(ctx, there.coach, answer, f"Lead with the result. {NASTY}")
    commenting.comment(ctx, there.coach, answer, "More numbers.", dimension="depth")
    commenting.comment(ctx, there.coach, answer, "The heart of it.", stretch=(6, 30))
    commenting.comment(ctx, there.second, answer, "Why first?", dimension="structure", stretch=(0, 12))
    for tab in (theirs(), coachs()):
        assert is_plain_text(tab) and tab.says(f"Lead with the result. {NASTY}")
        said = [text for text in tab.texts if text.startswith(("On ", "1. On", "2. On"))]
        assert said == [
            "On the whole answer · Carla, 02 March 2026",
            "On depth · Carla, 02 March 2026",
            f"1. On “{SAID[0][:12].strip()}” · Cem, 02 March 2026",
            f"2. On “{SAID[0][6:30].strip()}” · Carla, 02 March 2026",
        ]
        # where two overlap both are told, and nothing of the text is lost or said twice
        marks = tab.marked[0]["marks"]
        assert [(mark["start"], mark["end"], mark["kind"], mark["note"]) for mark in marks] == [
            (0, 6, "said", ""), (6, 12, "said", "1"), (12, 30, "said", "2"),
        ]  # fmt: skip
        assert marks[1]["label"] == "1. Cem: Why first?\n2. Carla: The heart of it."
        assert tab.says("Framed: words that a comment is on")
        tab.at.pills[0].set_value("Points and mistakes")
        assert all(mark["kind"] != "said" for mark in tab.run().marked[0]["marks"])


def test_remarks_that_overlap_are_all_told_and_none_twice() -> None:
    #        0    5    10   15
    # first  [---------)
    # second      [---------)
    # third       [---)                 a fourth apart from them, a fifth on no words
    given = [remark("2", stretch=(5, 15)), remark("1", stretch=(0, 10)), remark("3", stretch=(5, 10)),
             remark("4", stretch=(20, 21)), remark("5")]  # fmt: skip
    marks = comment_marks(given)
    assert [(mark.start, mark.end, mark.note) for mark in marks] == [
        (0, 5, ""), (5, 10, "1, 2"), (10, 15, "3"), (20, 21, "4"),
    ]  # fmt: skip
    assert [mark.label for mark in marks] == [
        "1. Carla: 1",
        "1. Carla: 1\n2. Carla: 3\n3. Carla: 2",
        "3. Carla: 2",
        "4. Carla: 4",
    ]
    assert comment_marks([remark("5")]) == []


def test_a_candidate_asks_a_coach_and_takes_it_back(
    ctx: Context, there: Coached, clock: FakeClock, theirs: Open
) -> None:
    tab = theirs()
    note = next(area for area in tab.at.text_area if area.key == f"note_{there.answers[1]}")
    note.set_value(NASTY)
    tab.press(ask_button(there, 1))
    assert tab.says("You asked a coach to look at this answer on 02 March 2026.") and tab.says(NASTY)
    assert is_plain_text(tab) and not any(button.key == ask_button(there, 1) for button in tab.at.button)
    tab.press("Take it back")
    assert not tab.says("You asked a coach")
    # in a second tab, which does not know of it yet, it is as good as done
    second = theirs()
    tab.press(ask_button(there, 1))
    second.press(ask_button(there, 1))
    assert second.says("You asked a coach") and not second.errors
    clock.advance(seconds=60)
    reviewing.rate(ctx, there.coach, there.answers[1], levels(3, 3, 3, 3, 3))
    assert tab.run().says("You asked a coach to look at this answer on 02 March 2026, and one has rated it since.")
    assert "Take it back" not in tab.buttons
    clock.advance(seconds=60)
    tab.press(ask_button(there, 1))  # again, as a new wish
    assert "Take it back" in tab.buttons


def test_nobody_asks_where_no_coach_sees_it(ctx: Context, there: Coached, theirs: Open, signed_in_app: Open) -> None:
    stale = theirs()
    blank, [blank_answer] = interview_of(ctx, there.member, ("  ",))
    reflecting.reveal(ctx, there.member, blank)
    empty = signed_in_app(there.member).open("practice/report.py", session=str(blank))
    assert not any(button.key == f"send_{blank_answer}" for button in empty.at.button)
    coaching.change_shown(ctx, there.member, there.group_id, Shows.SCORES)
    stale.press(ask_button(there, 0))
    assert not stale.says("You asked a coach") and "Ask" not in stale.buttons
    assert "Ask" not in theirs().buttons


def test_a_coach_is_told_that_it_is_no_longer_blind_and_goes_on_to_rate(
    ctx: Context, there: Coached, coachs: Open
) -> None:
    tab = coachs()
    assert tab.says(NOT_BLIND)
    tab.press("Rate these answers")
    assert (tab.page, tab.at.query_params) == ("review", {"session": str(there.session_id)})
    for answer in there.answers:
        reviewing.rate(ctx, there.coach, answer, levels(3, 3, 3, 3, 3))
    done = coachs()
    assert not done.says(NOT_BLIND) and done.buttons == ["All their interviews"]
    assert done.says("after seeing the machine's scores")
    # whoever sees scores only cannot rate, and reads no word of what was said
    coaching.change_shown(ctx, there.member, there.group_id, Shows.SCORES)
    scores = coachs()
    assert scores.buttons == ["All their interviews"] and not tables(scores)


@pytest.mark.parametrize("page", ["practice/report.py", "coach/report.py"])
def test_a_link_to_a_question_opens_its_answer(there: Coached, page: str, signed_in_app: Open) -> None:
    person = there.member if page.startswith("practice") else there.coach
    tab = signed_in_app(person)

    def opens(**more: str) -> list[str]:
        return opened(tab.open(page, session=str(there.session_id), **more))

    assert opens() == []
    [second] = opens(question="2")
    assert second.replace("\\", "").startswith("2. ")
    for nonsense in ("9", "0", "-1", "x", "²", "1" * 99, NASTY):
        assert opens(question=nonsense) == []


def test_the_notice_leads_to_the_report(ctx: Context, there: Coached, signed_in_app: Open) -> None:
    reviewing.rate(ctx, there.coach, there.answers[0], levels(3, 3, 3, 3, 3))
    home = signed_in_app(there.member)
    assert home.says("Carla of the group Spring rated answers of yours.")
    [button] = [one for one in home.at.button if one.label == "Open" and one.key.startswith("notice_")]
    home.press(button.key)
    assert home.title == "Report" and home.at.query_params == {"session": str(there.session_id)}


def test_a_link_shows_ratings_but_no_word_of_a_coach(ctx: Context, there: Coached, signed_out_app: Tab) -> None:
    reviewing.rate(ctx, there.coach, there.answers[0], levels(4, 3, 3, 3, 3), "A reason of mine")
    commenting.comment(ctx, there.coach, there.answers[0], "A remark of mine")
    commenting.ask_for_review(ctx, there.member, there.answers[1], "A wish of mine")
    address = sharing.share(ctx, there.member, there.session_id, shows_scores=True, shows_answers=True)
    tab = signed_out_app.open("practice/shared.py", link=address.partition("link=")[2])
    assert table(tab)["A coach"][0] == "4" and tab.says("The machine's scores count")
    assert not any(tab.says(words) for words in ("of mine", "Carla", "Spring")) and not tab.buttons
