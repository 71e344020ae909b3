"""The rubric studio's pages: a draft and what it does, publishing, undoing, scoring past answers again."""

from collections.abc import Callable

import pytest

from core.models import InterviewSession
from core.models.vocabulary import UserRole
from core.services import rescoring, rubric_drafts, rubrics
from core.services.accounts import Person
from core.services.context import Context
from core.services.rubric_drafts import DraftView
from tests.pages.tab import Tab
from tests.support.clock import FakeClock
from tests.support.coached import SAID, interview_of


@pytest.fixture
def sam(someone: Callable[..., Person]) -> Person:
    return someone("sam", UserRole.STUDIO)


@pytest.fixture
def tab(sam: Person, signed_in_app: Callable[..., Tab]) -> Tab:
    return signed_in_app(sam).open("studio/tune.py")


def the_draft(ctx: Context, sam: Person) -> DraftView:
    [one] = rubric_drafts.my_drafts(ctx, sam)
    return rubric_drafts.open_draft(ctx, sam, one.id)


def begun(tab: Tab, ctx: Context, sam: Person) -> Tab:
    tab.press("Begin a draft from the rubric in force")
    return tab.open("studio/tune.py", draft=str(the_draft(ctx, sam).id))


def slide(tab: Tab, name: str, value: float) -> Tab:
    """Move the slider whose label begins so."""
    [slider] = [each for each in tab.at.slider if each.label.startswith(name)]
    slider.set_value(value)
    return tab.run()


def metric(tab: Tab, label: str) -> tuple[str, str]:
    [found] = [each for each in tab.at.metric if each.label == label]
    return found.value, found.delta


def test_a_slider_shows_at_once_what_it_does_and_touches_nothing(ctx: Context, sam: Person, tab: Tab) -> None:
    before = rubrics.rubric_in_force(ctx.db)
    begun(tab, ctx, sam)
    assert metric(tab, "Mean score")[1] == "+0.0" and tab.says("It is the same as the rubric in force.")
    slide(tab, "Communication: 15 %", 90.0)
    assert metric(tab, "Mean score")[1] not in ("+0.0", "")
    # 90 of 175
    assert any(each.label == "Communication: 51 %" for each in tab.at.slider)
    draft = the_draft(ctx, sam)
    assert draft.body["dimensions"][4]["weight"] == 0.9
    assert rubrics.rubric_in_force(ctx.db) == before
    # another tab shows what was set here
    again = begun_again(tab, draft)
    assert [each.value for each in again.at.slider if each.label.startswith("Communication")] == [90.0]


def begun_again(tab: Tab, draft: DraftView) -> Tab:
    return tab.open("home.py").open("studio/tune.py", draft=str(draft.id))


def test_everything_that_is_wrong_is_told_where_the_numbers_would_be(ctx: Context, sam: Person, tab: Tab) -> None:
    begun(tab, ctx, sam)
    for name in ("Structure", "Relevance", "Accuracy", "Depth", "Communication"):
        slide(tab, f"{name}: ", 0.0)
    rubric_drafts.change_draft(ctx, sam, the_draft(ctx, sam).id, ("dimensions", 0, "anchors", 2, "descriptor"), " ")
    tab.run()
    assert tab.says("This draft is kept, but it is no rubric yet. Please mend:")
    assert tab.says("Structure, level 2, descriptor: is a text and not empty") and tab.says("the weights add up to 0")
    assert "Publish" not in tab.buttons and not tab.at.metric


def test_publish_undo_and_score_again(ctx: Context, sam: Person, ada: Person, tab: Tab, clock: FakeClock) -> None:
    session_id, _ = interview_of(ctx, ada, SAID[:2])
    first = rubrics.rubric_in_force(ctx.db)
    slide(begun(tab, ctx, sam), "Depth: ", 60.0)
    clock.advance(seconds=60)
    tab.press("Publish")
    assert tab.says("Say why, in 1 to 500 characters.")
    tab.type({"Why it is changed": "Depth is what clients ask for."}).press("Publish")
    assert (tab.title, tab.page) == ("Rubric", "rubric")
    second = rubrics.rubric_in_force(ctx.db)
    assert second != first and tab.says(f"version {second.content_hash[:12]}")
    assert tab.says("Depth is what clients ask for.")
    tab.press("Score past answers again")
    assert tab.says("0 of 1 interview scored again, going on") or tab.at.get("progress")
    assert rescoring.work(ctx, "test") == 1
    tab.open("studio/rubric.py")
    assert tab.says(f"Last time: done, 1 interview to version {second.content_hash[:12]}")
    clock.advance(seconds=60)
    tab.type({"Why": "Too strict."}).press("Put in force")
    assert rubrics.rubric_in_force(ctx.db) == first
    with ctx.db.reading() as session:
        assert session.get_one(InterviewSession, session_id).rubric_hash == second.content_hash


def test_a_coach_looks_and_changes_nothing(someone: Callable[..., Person], signed_in_app: Callable[..., Tab]) -> None:
    tab = signed_in_app(someone("carla", UserRole.COACH)).open("studio/rubric.py")
    assert tab.says("The product team can score past answers again under the rubric in force.")
    assert tab.buttons == []


def test_two_versions_need_two(ctx: Context, sam: Person, tab: Tab) -> None:
    tab.open("studio/two_versions.py")
    assert tab.says("There is one so far")
    begun(tab.press("Tune the rubric"), ctx, sam)
    slide(tab, "Depth: ", 60.0)
    tab.open("studio/two_versions.py")
    assert tab.says("Where they disagree most")
    [table] = [each for each in tab.at.dataframe if "Difference" in each.value]
    assert table.value["Difference"].abs().is_monotonic_decreasing and len(table.value) == 50


def test_one_interview_is_tried_by_its_link_if_it_is_shown(ctx: Context, sam: Person, ada: Person, tab: Tab) -> None:
    (own, _), (other, _) = interview_of(ctx, sam, SAID[:2]), interview_of(ctx, ada, SAID[:2])
    begun(tab, ctx, sam)
    [choice] = [each for each in tab.at.selectbox if each.label == "Answers to try it on"]
    choice.set_value("interview")
    tab.run()
    tab.type({"Link of its report": f"http://localhost:8501/report?session={own}"}).run()
    assert tab.says("2 answers, 0 of them rated by people.")
    tab.type({"Link of its report": str(other)}).run()
    assert tab.says("This interview does not exist, or it is not yours to open.") and not tab.at.metric
    tab.type({"Link of its report": "my last one"}).run()
    assert tab.says("A report's link ends in session= and an id.")


def test_examples_of_a_level_are_shown_with_what_both_readers_gave(tab: Tab) -> None:
    tab.open("studio/rubric.py")
    [level] = [each for each in tab.at.selectbox if each.label == "Level"]
    level.set_value(2)
    tab.run()
    assert tab.says("First reader gave 2 for structure")
