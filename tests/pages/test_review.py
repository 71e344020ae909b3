"""The coach's review page: nothing of the machine's before a rating, all of it after, nothing once consent ends."""

from collections.abc import Callable
from uuid import UUID

import pytest

from core.models.vocabulary import Counts, RatingKind, Shows, UserRole
from core.rubric import DIMENSIONS
from core.scoring import Scorecard
from core.services import coaching, commenting, group_admin, group_settings, report, reviewing
from core.services.context import Context
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.clock import FakeClock
from tests.support.coached import SAID, Coached, interview_of, make_coached, make_staff
from tests.support.contexts import make_person

Open = Callable[..., Tab]
GONE = "This answer does not exist, or it is not yours to open."
PAGE = "coach/review.py"


@pytest.fixture
def there(ctx: Context) -> Coached:
    return make_coached(ctx)


def levels(*given: int | None) -> dict[str, int | None]:
    return dict(zip(DIMENSIONS, given, strict=True))


def choose(tab: Tab, **chosen: int | str) -> Tab:
    """Choose a level of each of these dimensions."""
    for name, level in chosen.items():
        [control] = [each for each in tab.at.button_group if str(each.key).endswith(f"_{name}")]
        control.set_value(level)
        tab.run()
    return tab


def chosen_on(tab: Tab) -> dict[str, object]:
    """What is chosen of each dimension that has a choice on the page."""
    found = {str(each.key).partition("_")[2]: each.value for each in tab.at.button_group if "rate_" in str(each.key)}
    return {name: value for name in DIMENSIONS for key, value in found.items() if key.endswith(f"_{name}")}


def typed(tab: Tab, label: str, text: str) -> Tab:
    """Type into the field of several lines with this label, and leave it."""
    [field] = [field for field in tab.at.text_area if field.label == label]
    field.set_value(text)
    return tab.run()


def select(tab: Tab, label: str, value: object) -> Tab:
    [box] = [box for box in tab.at.selectbox if box.label == label]
    box.set_value(value)
    return tab.run()


def everything(tab: Tab) -> str:
    """All that was sent to the browser for the page, whatever is shown of it; of components what they were given."""
    sent = [node.proto for node in tab.at.main if hasattr(node, "proto")]
    return "\n".join(
        [*tab.texts, *(proto.json if "BidiComponent" in type(proto).__name__ else str(proto) for proto in sent)]
    )


def table(tab: Tab) -> dict[str, list[str]]:
    """The table of levels, by column, without the marks of Markdown."""
    return {str(name).strip("*"): list(column) for name, column in tab.at.table[0].value.items()}


def card_of(ctx: Context, session_id: UUID, answer_id: UUID) -> Scorecard:
    view = report.generate_report(session_id, ctx=ctx)
    [card] = [one.scorecard for one in view.answers if one.answer.id == answer_id]
    assert card is not None
    return card


def test_the_machines_scores_stand_beside_a_rating_once_it_is_saved_and_nowhere_before(
    ctx: Context, there: Coached, clock: FakeClock, signed_in_app: Open
) -> None:
    answer = there.answers[0]
    card = card_of(ctx, there.session_id, answer)
    reviewing.rate(ctx, there.second, answer, levels(3, 3, 3, 3, 3), "Plain, but it says so.")
    commenting.comment(ctx, there.second, answer, "Lead with the result.")
    clock.advance(seconds=60)
    commenting.ask_for_review(ctx, there.member, answer, "Is it too short?")
    numbers = [value for value in (card.overall, *card.scores.values()) if value is not None]
    told = {text for value in numbers for text in (f"{value:.1f}", f"{value:.0f} of 100", repr(value))}
    theirs = {"Cem", "Plain, but it says so.", "Lead with the result."}

    tab = signed_in_app(there.coach).open(PAGE)
    assert tab.says("Asked for by Mira") and tab.says("“Is it too short?”")
    assert not [secret for secret in told | theirs if secret in everything(tab)]
    tab.press(f"rate_{answer}")
    assert not [secret for secret in told | theirs if secret in everything(tab)]
    assert tab.title == "Answer of Mira" and tab.selectable["text"] == SAID[0]
    assert tab.says("Mira wants a coach's view of it and asks: Is it too short?") and not tab.marked
    choose(tab, structure=4, relevance=3, technical_accuracy="Can't judge", depth=2)
    assert tab.says("**Well-structured**: Every part is there") and tab.says("Left to others, and to the machine.")
    assert not [secret for secret in told | theirs if secret in everything(tab)]
    tab.press("Save rating")
    assert tab.errors == ["Choose a level, or “Can't judge”, for communication."] and not tab.at.table
    choose(tab, communication=5).press("Save rating")

    assert tab.says("Your rating is saved.") and tab.errors == []
    found = table(tab)
    assert list(found)[1:] == ["You", "Machine", "Cem", "Counts"]
    assert found["You"] == ["4", "3", "–", "2", "5"] and found["Cem"] == ["3"] * 5
    assert found["Machine"] == found["Counts"] == [f"{card.scores[name]:.1f}" for name in DIMENSIONS]
    assert all(tab.says(words) for words in theirs) and tab.marked[0]["text"] == SAID[0]
    tab.press("Next answer")
    assert tab.title == "Answer of Mira" and tab.selectable["text"] in SAID[1:] and not tab.at.table
    assert tab.at.query_params["group"] == str(there.group_id)


def test_what_is_chosen_is_there_in_another_tab_until_it_is_saved(
    ctx: Context, there: Coached, clock: FakeClock, signed_in_app: Open
) -> None:
    address = {"answer": str(there.answers[0])}
    tab = choose(signed_in_app(there.coach).open(PAGE, **address), structure=4, depth="Can't judge")
    typed(tab, "Reason (optional)", "Thin so far.")
    tab = signed_in_app(there.coach).open(PAGE, **address)
    first = {"structure": 4, "relevance": None, "technical_accuracy": None, "depth": "Can't judge"}
    assert chosen_on(tab) == first | {"communication": None}
    assert tab.at.text_area[0].value == "Thin so far."
    choose(tab, relevance=3, technical_accuracy=3, communication=3).press("Save rating")
    # rated again, it begins with what was said, and needs a reason
    clock.advance(seconds=60)
    tab = choose(signed_in_app(there.coach).open(PAGE, **address), structure=5)
    assert chosen_on(tab) == {"structure": 5, "relevance": 3, "technical_accuracy": 3, "depth": "Can't judge"} | {
        "communication": 3
    }
    assert tab.press("Save rating").errors == [
        "Reason: Give a reason in a sentence, since you rated this answer before."
    ]
    typed(tab, "Reason", "I missed the end.").press("Save rating")
    assert table(tab)["You"] == ["5", "3", "3", "–", "3"] and tab.says("I missed the end.")


def test_who_looks_before_rating_is_told_that_it_is_not_blind(
    ctx: Context, there: Coached, signed_in_app: Open
) -> None:
    tab = signed_in_app(there.coach).open(PAGE, answer=str(there.answers[0]))
    tab.press("Show the machine's scores without rating")
    assert list(table(tab))[1:] == ["Machine"] and tab.says("kept as one that was not blind")
    choose(tab, **dict.fromkeys(DIMENSIONS, 3)).press("Save rating")
    assert tab.says("having seen the machine's scores") and not tab.says("without having seen")
    assert not reviewing.open_review(ctx, there.coach, there.answers[0]).human.ratings[0].is_blind


def test_a_moderator_sees_both_and_decides(ctx: Context, there: Coached, signed_in_app: Open) -> None:
    third, answer = make_staff(ctx, "dora", UserRole.COACH), there.answers[0]
    group_admin.assign_coach(ctx, make_staff(ctx, "boss", UserRole.ADMIN), there.group_id, third.id)
    tab = signed_in_app(there.coach).open("coach/people.py", group=str(there.group_id))
    [counts] = [radio for radio in tab.at.radio if "scores count" in radio.label]
    counts.set_value(Counts.COACHES)
    [box] = [box for box in tab.at.selectbox if box.label.startswith("Who decides")]
    box.set_value(third.id)
    tab.press("Save")
    assert tab.says("Saved. This holds from now on")
    assert group_settings.settings_of(ctx, third, there.group_id).moderator_id == third.id

    reviewing.rate(ctx, there.coach, answer, levels(5, 3, 3, 3, 3), "Clear.")
    reviewing.rate(ctx, there.second, answer, levels(3, 3, 3, 3, 3), "It jumps.")
    tab = signed_in_app(third)
    assert tab.says("3 answers wait for you") and tab.says("Coaches differ on 1, and you decide.")
    tab.press("Review answers").press("Decide")
    assert list(table(tab))[1:] == ["Carla", "Cem"] and table(tab)[""][0] == "**Structure (apart)**"
    assert tab.says("Coaches are 2 levels or more apart in structure.") and tab.says("Clear.") and tab.says("It jumps.")
    choose(tab, **dict.fromkeys(DIMENSIONS, 4)).press("Save decision")
    assert tab.errors == ["Reason: Give a reason in a sentence, since two coaches differ."]
    typed(tab, "Reason", "The opening is clear, the end is not.").press("Save decision")
    assert table(tab)["You (decision)"] == ["4"] * 5 and table(tab)["Counts"] == ["4.0"] * 5
    # pressed again elsewhere, with another level, it is the decision that changes
    typed(choose(tab, structure=5), "Reason", "Read again.").press("Save rating")
    ratings = reviewing.open_review(ctx, third, answer).human.ratings
    assert [(one.kind, one.levels["structure"]) for one in ratings if one.rater_id == third.id] == [
        (RatingKind.DECISION, 5)
    ]


@pytest.mark.parametrize("value", ["nonsense", "8f36e7f8-fd4f-48cf-a1fe-42214cc3371c", "of another group"])
def test_an_answer_that_is_not_theirs_shows_nothing(
    ctx: Context, there: Coached, signed_in_app: Open, value: str
) -> None:
    stranger = make_staff(ctx, "stranger", UserRole.COACH)
    tab = signed_in_app(stranger).open(PAGE, answer=str(there.answers[0]) if value == "of another group" else value)
    assert tab.errors == [GONE] and tab.buttons == [] and not tab.at.title and tab.selectable is None


def test_leaving_closes_what_is_open_at_its_next_run(ctx: Context, there: Coached, signed_in_app: Open) -> None:
    tab = choose(signed_in_app(there.coach).open(PAGE, answer=str(there.answers[0])), structure=4)
    coaching.leave(ctx, there.member, there.group_id)
    assert tab.run().errors == [GONE] and not tab.at.title and not tab.at.button_group
    assert SAID[0] not in everything(tab)


def test_the_queue_is_narrowed_by_its_address_and_says_what_to_do_when_it_is_empty(
    ctx: Context, there: Coached, clock: FakeClock, signed_in_app: Open
) -> None:
    empty = signed_in_app(make_staff(ctx, "new", UserRole.COACH)).open(PAGE)
    assert empty.says("You coach no group yet") and empty.press("Go to groups").title == "Groups"
    autumn = coaching.make_group(ctx, there.coach, "Autumn")
    noah = make_person(ctx, "noah")
    coaching.join(ctx, noah, coaching.invite(ctx, there.coach, there.group_id), Shows.ANSWERS)
    clock.advance(seconds=60)
    theirs, [other] = interview_of(ctx, noah, SAID[:1])
    reviewing.rate(ctx, there.second, there.answers[1], levels(3, 3, 3, 3, 3))

    tab = signed_in_app(there.coach).open(PAGE)
    assert [button for button in tab.buttons if button == "Rate"] == ["Rate"] * 4
    [why] = [each for each in tab.at.button_group if each.label == "Why they wait"]
    assert "One other coach rated it (1)" in why.options
    why.set_value("second")
    assert tab.run().buttons == ["Rate"] and tab.at.query_params["why"] == "second"
    assert signed_in_app(there.coach).open(PAGE, **dict(tab.at.query_params)).buttons == ["Rate"]
    select(tab, "Member", noah.id)
    assert tab.says("Nothing waits here") and tab.press("Show everything that waits").buttons == ["Rate"] * 4
    select(tab, "Group", autumn.id)
    assert tab.says("Nobody has joined Autumn yet.")
    coaching.join(ctx, noah, coaching.invite(ctx, there.coach, autumn.id), Shows.SCORES)
    assert tab.run().says("Nobody in Autumn shows their answers")

    # from a member's interviews to those answers
    tab.open("coach/people.py", member=str(noah.id)).press("Rate")
    assert tab.at.query_params == {"session": str(theirs)} and tab.says("Only answers of one interview are listed.")
    tab.press("Rate")
    assert tab.title == "Answer of Noah" and tab.at.query_params["answer"] == str(other)
    assert tab.press("Skip to the next one").says("Only answers of one interview are listed.")


def test_comments_are_made_kept_and_taken_back(ctx: Context, there: Coached, signed_in_app: Open) -> None:
    answer = there.answers[0]
    commenting.keep_comment(ctx, there.coach, NASTY)
    tab = signed_in_app(there.coach).open(PAGE, answer=str(answer))
    kept = commenting.kept_comments(ctx, there.coach)[0]
    typed(tab, "Comment", "Mind this:")
    select(tab, "Insert a comment that you keep", kept.id)
    select(tab, "About", "depth")
    tab.at.checkbox[0].check()
    tab.press("Comment")
    assert tab.says("Saved, and Mira is told.") and [field.value for field in tab.at.text_area] == ["", ""]
    [made] = reviewing.open_review(ctx, there.coach, answer).human.comments
    assert (made.body, made.dimension) == (f"Mind this:\n{NASTY}", "depth")
    assert tab.says(made.body) and is_plain_text(tab) and len(commenting.kept_comments(ctx, there.coach)) == 2
    # what is refused stays typed, also where the words are
    tab.at.session_state[f"review_chosen_{answer}"] = (0, 5)
    tab.run()
    assert tab.says("“First”") and tab.selectable["chosen"] == [0, 5]
    first, _ = (button for button in tab.at.button if button.label == "Comment")
    first.click()
    assert tab.run().errors == ["Comment: Write something first."]
    next(field for field in tab.at.text_area if field.label == "Comment").set_value("A good first word.")
    next(button for button in tab.at.button if button.label == "Comment").click()
    assert tab.run().selectable["remarks"] == [
        {"start": 0, "end": 5, "author": "Carla", "body": "A good first word."}
    ] and not tab.says("Comment on these words")
    tab.press(f"take_back_{made.id}").press(f"drop_{kept.id}")
    human = reviewing.open_review(ctx, there.coach, answer).human
    assert [one.body for one in human.comments] == ["A good first word."]
    assert [one.body for one in commenting.kept_comments(ctx, there.coach)] == [made.body]


def test_names_and_answers_are_shown_as_they_are(ctx: Context, there: Coached, signed_in_app: Open) -> None:
    _, [answer] = interview_of(ctx, there.member, (NASTY,))
    coaching.rename_group(ctx, there.coach, there.group_id, NASTY)
    coaching.make_group(ctx, there.coach, "Autumn")
    commenting.ask_for_review(ctx, there.member, answer, NASTY)
    tab = signed_in_app(there.coach).open(PAGE)
    assert tab.says(NASTY) and is_plain_text(tab)
    tab.open(PAGE, answer=str(answer))
    assert tab.says(NASTY) and is_plain_text(tab) and tab.selectable["text"] == NASTY


def test_a_candidate_has_no_such_page(there: Coached, signed_in_app: Open) -> None:
    tab = signed_in_app(there.member)
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        tab.open(PAGE, answer=str(there.answers[0]))
    assert "review" not in tab.pages
