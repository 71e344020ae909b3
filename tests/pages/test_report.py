"""The report draws what is in the database, number by number, and says so where there is nothing to draw."""

from collections.abc import Callable
from statistics import mean
from uuid import UUID

import pytest
from sqlalchemy import select

from core.models import AnswerMeasurement, AnswerScoring, InterviewAnswer, InterviewQuestion
from core.models.vocabulary import HandedIn
from core.services import report, sessions
from core.services.accounts import Person
from core.services.context import Context
from core.services.feedback import FEWEST_WEAKNESSES
from core.services.views import AnswerView
from pages._components.charts import DARK, DIMENSION_NAMES, LIGHT
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.clock import FakeClock
from tests.support.contexts import make_person

Open = Callable[..., Tab]
Finished = Callable[..., UUID]
NOT_YOURS = "This interview does not exist, or it is not yours to open."
NOT_ASSESSED = "technical_accuracy"


@pytest.fixture
def open_report(ada: Person, signed_in_app: Open) -> Callable[[UUID], Tab]:
    """Opens a report in a new tab of Ada's."""
    return lambda session_id: signed_in_app(ada).open("practice/report.py", session=str(session_id))


def stored_answers(ctx: Context, session_id: UUID) -> list[InterviewAnswer]:
    with ctx.db.reading() as session:
        return list(
            session.scalars(
                select(InterviewAnswer)
                .join(InterviewQuestion)
                .where(InterviewQuestion.session_id == session_id)
                .order_by(InterviewQuestion.order)
            )
        )


def stored_averages(ctx: Context, session_id: UUID) -> dict[str, float]:
    """The mean of each dimension over the stored answers in which it was assessed."""
    values: dict[str, list[float]] = {}
    for answer in stored_answers(ctx, session_id):
        for dimension, value in (answer.scores_json or {}).items():
            if value is not None:
                values.setdefault(dimension, []).append(value)
    return {DIMENSION_NAMES[dimension]: mean(of_one) for dimension, of_one in values.items()}


def stored_skills(ctx: Context, session_id: UUID) -> dict[str, list[float]]:
    """The overall scores of the stored answers, by the names of their skills."""
    scores: dict[str, list[float]] = {}
    for answer in stored_answers(ctx, session_id):
        for skill in answer.skill_tags_json:
            scores.setdefault(ctx.catalog.skill_name(skill), []).append(answer.overall_score or 0.0)
    return scores


def drawn_radar(tab: Tab) -> dict[str, float]:
    """The radar's points, which must close their line."""
    [line] = [line for line in tab.chart("radar")["data"] if line["name"] == "This interview"]
    assert (line["theta"][0], line["r"][0]) == (line["theta"][-1], line["r"][-1])
    return dict(zip(line["theta"], line["r"], strict=True))


def leave_out(ctx: Context, session_id: UUID, dimension: str) -> None:
    """Store the answers as if this dimension had not been assessed in any of them."""
    with ctx.db.writing() as session:
        for answer in session.scalars(select(InterviewAnswer)):
            answer.scores_json = {**(answer.scores_json or {}), dimension: None}
        for scoring in session.scalars(select(AnswerScoring)):
            stored = scoring.scorecard_json
            scoring.scorecard_json = stored | {"scores": stored["scores"] | {dimension: None}}
        for measurement in session.scalars(select(AnswerMeasurement)):
            measurement.body_json = measurement.body_json | {"not_assessed": [dimension]}


# --- numbers ----------------------------------------------------------------------------------------------------


def test_the_overall_score_is_the_mean_of_the_stored_answers(
    ctx: Context, ada: Person, finished: Finished, open_report: Open
) -> None:
    session_id = finished(ada)
    overall = mean(answer.overall_score or 0.0 for answer in stored_answers(ctx, session_id))
    tab = open_report(session_id)
    assert tab.title == "Report"
    assert tab.number("Overall score") == f"{overall:.0f} of 100"
    assert tab.says("From 3 of 10 questions; those not answered count neither for nor against you.")
    assert tab.says("Backend engineer · mid · Technical interview · 02 March 2026")


def test_the_radar_shows_the_stored_averages(ctx: Context, ada: Person, finished: Finished, open_report: Open) -> None:
    session_id = finished(ada)
    tab = open_report(session_id)
    averages = stored_averages(ctx, session_id)
    assert set(averages) == set(DIMENSION_NAMES.values())
    assert drawn_radar(tab) == pytest.approx(averages, abs=0.005)
    table = tab.at.dataframe[0].value
    assert dict(zip(table["Dimension"], table["Average (0-5)"], strict=True)) == pytest.approx(averages, abs=0.005)


def test_the_bars_show_the_stored_means_by_skill_best_on_top(
    ctx: Context, ada: Person, finished: Finished, open_report: Open
) -> None:
    session_id = finished(ada)
    tab = open_report(session_id)
    skills = stored_skills(ctx, session_id)
    table = tab.at.dataframe[1].value
    assert dict(zip(table["Skill"], table["Score (0-100)"], strict=True)) == pytest.approx(
        {name: mean(scores) for name, scores in skills.items()}, abs=0.05
    )
    assert dict(zip(table["Skill"], table["Answers"], strict=True)) == {
        name: len(scores) for name, scores in skills.items()
    }
    [bars] = tab.chart("skills")["data"]
    assert bars["x"] == sorted(bars["x"])
    for name, score in zip(bars["y"], bars["x"], strict=True):
        assert score == pytest.approx(mean(skills[name]), abs=0.05)


def test_every_answer_stands_with_its_own_scores_and_text(
    ctx: Context, ada: Person, finished: Finished, open_report: Open
) -> None:
    session_id = finished(ada)
    answers = stored_answers(ctx, session_id)
    tab = open_report(session_id)
    assert [text["text"] for text in tab.marked] == [answer.answer_text for answer in answers]
    assert tab.numbers("Overall") == [f"{answer.overall_score:.0f}" for answer in answers]
    for dimension, name in DIMENSION_NAMES.items():
        assert tab.numbers(name) == [f"{(answer.scores_json or {})[dimension]:.1f}" for answer in answers]


def test_every_mark_stands_where_the_answer_has_its_words(
    ctx: Context, ada: Person, finished: Finished, open_report: Open
) -> None:
    session_id = finished(ada, texts=(None,))
    [scored] = report.open_report(ctx, ada, session_id).answers
    assert scored.scorecard is not None
    met = {f"Point made: {point.statement}" for point in scored.scorecard.points if point.met}
    [marked] = open_report(session_id).marked
    assert marked["marks"] and {mark["label"] for mark in marked["marks"]} <= met
    ends = [0]
    for mark in marked["marks"]:
        assert ends[-1] <= mark["start"] < mark["end"] <= len(marked["text"])
        ends.append(mark["end"])


def test_strengths_and_weaknesses_are_those_of_the_report(
    ctx: Context, ada: Person, finished: Finished, open_report: Open
) -> None:
    session_id = finished(ada)
    view = report.open_report(ctx, ada, session_id)
    tab = open_report(session_id)
    assert view.strengths and view.weaknesses
    for found in view.strengths + view.weaknesses:
        where = f"({DIMENSION_NAMES[found.finding.dimension]} {found.average:.1f} of 5, question {found.order})"
        assert any(found.finding.text in text and where in text for text in tab.texts)
    assert all(tab.says(f"→ {found.finding.action}") for found in view.weaknesses if found.finding.action)


def test_the_weakest_interview_is_told_three_things_to_do_at_least(
    ctx: Context, ada: Person, finished: Finished, open_report: Open
) -> None:
    session_id = finished(ada, texts=("I do not know.",))
    assert open_report(session_id).says("→ ")
    assert len(report.open_report(ctx, ada, session_id).weaknesses) >= FEWEST_WEAKNESSES


def test_when_every_question_is_answered_the_report_says_so(ada: Person, finished: Finished, open_report: Open) -> None:
    assert open_report(finished(ada, texts=("Not sure.",) * 10)).says("From all 10 questions.")


def test_a_report_reads_the_same_after_a_reload(ada: Person, finished: Finished, open_report: Open) -> None:
    session_id = finished(ada)
    first, second = open_report(session_id), open_report(session_id)
    assert first.texts == second.texts == first.run().texts
    assert first.marked == second.marked


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_charts_wear_the_colours_of_the_theme(
    ada: Person, finished: Finished, signed_in_app: Open, theme: str, colours: object
) -> None:
    session_id = finished(ada)
    tab = signed_in_app(ada, theme=theme).open("practice/report.py", session=str(session_id))
    for key in ("radar", "skills"):
        assert tab.chart(key)["layout"]["font"]["color"] == colours.ink


# --- what is missing --------------------------------------------------------------------------------------------


def test_a_dimension_that_was_not_assessed_is_named_so_and_left_out_of_the_radar(
    ctx: Context, ada: Person, finished: Finished, open_report: Open
) -> None:
    session_id = finished(ada)
    leave_out(ctx, session_id, NOT_ASSESSED)
    tab = open_report(session_id)
    name = DIMENSION_NAMES[NOT_ASSESSED]
    assert drawn_radar(tab) == pytest.approx(stored_averages(ctx, session_id), abs=0.005)
    assert name not in drawn_radar(tab) and len(drawn_radar(tab)) == 4
    table = tab.at.dataframe[0].value.set_index("Dimension")["Average (0-5)"]
    assert table.isna()[name] and tab.says(f"Not assessed: {name}.")
    assert tab.numbers(name) == ["not assessed"] * 3


def test_it_reads_like_a_letter_and_is_held_against_the_interview_before_and_the_aim(
    ctx: Context, ada: Person, clock: FakeClock, finished: Finished, open_report: Open
) -> None:
    before = finished(ada)
    clock.advance(days=1)
    session_id = finished(ada, texts=(None, "I do not know."))
    tab = open_report(session_id)
    assert tab.says("It comes from 2 answers. That is few to go by.")
    assert tab.says("A mid-level interview aims at 3.0 of 5 in each dimension") and tab.says("Since your interview of")
    lines = {line["name"]: line["r"] for line in tab.chart("radar")["data"]}
    assert list(lines) == ["What a mid-level interview aims at", "This interview", "Your last, 02 Mar 2026"]
    assert set(lines["What a mid-level interview aims at"]) == {3.0}
    then = list(stored_averages(ctx, before).values())
    assert lines["Your last, 02 Mar 2026"][:5] == pytest.approx(then, abs=0.005)


def test_time_used_stands_beside_the_time_there_was(
    ctx: Context, ada: Person, finished: Finished, open_report: Open
) -> None:
    session_id = finished(ada)
    used, there = open_report(session_id).chart("time")["data"]
    assert used["x"] == there["x"] == ["1", "2", "3"]
    assert used["y"] == [1.0, 1.0, 1.0]  # each after a minute, as the fixture has it
    with ctx.db.reading() as session:
        seconds = session.scalars(
            select(InterviewQuestion.seconds)
            .where(InterviewQuestion.session_id == session_id, InterviewQuestion.order <= 3)
            .order_by(InterviewQuestion.order)
        ).all()
    assert there["y"] == pytest.approx([each / 60 for each in seconds], abs=0.005)


def test_how_it_was_said_is_told_and_is_no_score(ada: Person, finished: Finished, open_report: Open) -> None:
    text = (
        "Um, I think we basically added um an index on the orders table. Before that, I think, each page took four "
        "seconds to load. After it, the same page came back in thirty milliseconds, so customers stopped calling us."
    )  # 12 + 11 + 16 words in a minute, and five more below
    tab = open_report(finished(ada, texts=(text + " That was a good month.",)))
    assert tab.number("Words") == "44" and tab.number("Typed, words a minute") == "44"
    assert tab.says("um (2), basically (1)") and tab.says("i think (2)")
    assert tab.number("Fillers in 100 words") == "6.8"  # 3 of 44
    assert tab.says("None of this is a score of its own.")
    assert open_report(finished(ada, texts=("Yes.",))).says("There is too little text to say anything about it.")


def test_a_report_with_nothing_answered_says_so_and_draws_nothing(
    ada: Person, finished: Finished, open_report: Open
) -> None:
    tab = open_report(finished(ada, texts=()))
    assert tab.says("No question has been answered, so there is nothing to report yet.")
    assert not tab.at.get("plotly_chart") and not tab.at.metric and not tab.marked
    assert tab.press("Practise again").page == "practise"


def test_the_report_of_an_open_interview_covers_what_is_answered_and_leads_back(
    ctx: Context, ada: Person, interview_of: Callable[..., UUID], answer: Callable[..., AnswerView], open_report: Open
) -> None:
    session_id = interview_of(ada)
    given = answer(ada, session_id)
    tab = open_report(session_id)
    assert tab.says("This interview is still going on; the report covers what is answered so far.")
    # an interview's score is the mean over its answers, to one decimal
    assert tab.number("Overall score") == f"{round(given.overall_score, 1):.0f} of 100"
    assert tab.press("Back to the interview").page == "interview"
    assert tab.at.query_params == {"session": str(session_id)}
    assert sessions.look(ctx, ada, session_id).interview.is_open


def test_the_report_of_an_open_interview_grows_with_it(
    ada: Person, interview_of: Callable[..., UUID], answer: Callable[..., AnswerView], open_report: Open
) -> None:
    session_id = interview_of(ada)
    tab = open_report(session_id)
    assert tab.says("No question has been answered, so there is nothing to report yet.")
    answer(ada, session_id)
    assert tab.run().says("From 1 of 10 questions")


def test_an_answer_in_which_nothing_was_typed_is_named_so(
    ctx: Context, ada: Person, clock: FakeClock, interview_of: Callable[..., UUID], open_report: Open
) -> None:
    session_id = interview_of(ada)
    question = sessions.show_next(ctx, ada, session_id)
    clock.advance(seconds=question.seconds + 6)
    sessions.finish(ctx, ada, session_id)
    assert [answer.handed_in for answer in stored_answers(ctx, session_id)] == [HandedIn.EXPIRED]
    tab = open_report(session_id)
    assert tab.says("Handed in when the time was up, as it was saved then.")
    assert tab.says("Nothing was typed.")
    assert tab.number("Overall score") == "0 of 100"
    assert not tab.marked


def test_answers_that_could_not_be_scored_are_shown_all_the_same(
    ada: Person, finished: Finished, open_report: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug in the scorer")

    with monkeypatch.context() as patch:
        patch.setattr("core.services.assessment.measure", broken)
        session_id = finished(ada, texts=("what I said",))
        tab = open_report(session_id)
        assert tab.says("what I said")
        assert tab.says("This answer is saved but could not be scored yet.")
    assert tab.run().numbers("Overall score")


def test_an_interview_whose_answers_could_not_be_scored_is_not_called_unanswered(
    ada: Person, finished: Finished, open_report: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug in the scorer")

    monkeypatch.setattr("core.services.assessment.measure", broken)
    tab = open_report(finished(ada, texts=("what I said",)))
    assert tab.says("what I said")
    assert not tab.says("No question has been answered")


# --- addresses and text -----------------------------------------------------------------------------------------


def test_without_an_id_the_page_leads_to_the_list(ada: Person, signed_in_app: Open) -> None:
    assert signed_in_app(ada).open("practice/report.py").page == "my_interviews"


@pytest.mark.parametrize("address", ["00000000-0000-4000-8000-000000000000", "not-an-id", NASTY])
def test_an_unknown_or_malformed_id_gets_a_clear_message(ada: Person, signed_in_app: Open, address: str) -> None:
    tab = signed_in_app(ada).open("practice/report.py", session=address)
    assert tab.errors == [NOT_YOURS]
    assert not tab.at.title and tab.buttons == []


def test_somebody_elses_report_looks_as_if_it_did_not_exist(
    ctx: Context, ada: Person, finished: Finished, signed_in_app: Open
) -> None:
    session_id = finished(ada)
    tab = signed_in_app(make_person(ctx, "bob")).open("practice/report.py", session=str(session_id))
    assert tab.errors == [NOT_YOURS]
    assert not tab.at.metric and not tab.marked


@pytest.mark.parametrize(
    "text",
    [
        NASTY,
        f"First, {NASTY} I would measure with `EXPLAIN`, because *guessing* costs time. For example <b>we</b> cut it.",
        "# A heading\n\n- a list\n\n> a quote ~~struck~~ :material/bolt: $x^2$ ![p](https://example.org/p.png)",
    ],
)
def test_an_answer_is_shown_as_it_was_typed(ada: Person, finished: Finished, open_report: Open, text: str) -> None:
    tab = open_report(finished(ada, texts=(text,)))
    assert [marked["text"] for marked in tab.marked] == [text]
    assert is_plain_text(tab)
    assert not any(sign in tab.markdown for sign in ("<b>", "*guessing*", "`EXPLAIN`", "~~struck", ":material", "!["))


def test_letters_of_every_script_and_odd_blanks_are_kept(ada: Person, finished: Finished, open_report: Open) -> None:
    text = "שלום 👩‍💻 I would read the plan — because “guessing” costs ½ a day.\tDone\u2028."
    assert [marked["text"] for marked in open_report(finished(ada, texts=(text,))).marked] == [text]


# --- looking back, and again ------------------------------------------------------------------------------------


def test_the_scores_wait_until_the_candidate_has_said_what_they_think(
    ctx: Context, ada: Person, finished: Finished, open_report: Open, signed_in_app: Open
) -> None:
    session_id = finished(ada, is_revealed=False)
    tab = open_report(session_id)
    assert not tab.at.metric and not tab.marked and not tab.at.get("plotly_chart")
    first, _, third = (each for each in tab.at.button_group if each.label[0].isdigit())
    first.set_value(2)
    third.set_value(5)
    tab.press("Show my scores")
    assert tab.says("You rated 2 of your answers")
    assert tab.says("You gave yourself 2 of 5") and tab.says("You think better of it than the rubric does.")
    assert [answer.self_rating for answer in stored_answers(ctx, session_id)] == [2, None, 5]
    assert open_report(session_id).says("You gave yourself 5 of 5")


def test_until_then_no_other_page_gives_the_score_away(ada: Person, finished: Finished, signed_in_app: Open) -> None:
    finished(ada, is_revealed=False)
    home = signed_in_app(ada)
    assert home.says("your scores are waiting") and not home.at.metric
    assert not home.open("practice/history.py").at.metric


def test_an_interview_in_which_nothing_was_typed_asks_for_no_rating(
    ada: Person, finished: Finished, open_report: Open
) -> None:
    assert open_report(finished(ada, texts=(" ",), is_revealed=False)).number("Overall score") == "0 of 100"


def test_the_same_questions_again_stand_beside_the_first_answers(
    ctx: Context, ada: Person, finished: Finished, open_report: Open, answer: Callable[..., AnswerView]
) -> None:
    session_id = finished(ada, texts=("I do not know.", None))
    tab = open_report(session_id)
    assert not tab.says("Then and now")
    tab.press("Take the same questions again")
    assert tab.page == "interview" and tab.says("0 of 10 answered")
    again = UUID(tab.at.query_params["session"])
    answer(ada, again)
    sessions.finish(ctx, ada, again)
    tab = open_report(again).press("Show my score")
    before, now = stored_answers(ctx, session_id)[0], stored_answers(ctx, again)[0]
    assert tab.says(f"Then: {before.overall_score:.0f} of 100") and tab.says(f"Now: {now.overall_score:.0f} of 100")
    assert tab.says("I do not know.") and tab.says(now.answer_text)
    assert tab.says("against the time before")
