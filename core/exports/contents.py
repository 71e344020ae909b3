"""What is printed, in plain values: here every sentence is made, in the template every line is drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.bank.catalog import Catalog
from core.exports.typed import as_text, block, marked, on_one_line
from core.exports.words import DIMENSION_NAMES, about, clock, day
from core.models.vocabulary import HandedIn
from core.rubric import DIMENSIONS
from core.scoring import Scorecard
from core.scoring.quoting import quote_around
from core.services import letter
from core.services.delivery import WordCount, delivery_of
from core.services.human_views import CommentView
from core.services.human_words import headings, how_given, on_words, quoted, what_counts
from core.services.report import ReportView, ScoredAnswer, SessionFinding
from core.services.roles import role_from_json
from core.services.targets import in_a_word
from core.services.views import AnswerView
from core.services.words import STATUS_WORDS, counted, listed

FEWEST_ANSWERS = 2
"""Of a skill with fewer answers no bar is drawn: one answer says little about it."""
QUOTE_CHARS = 110
OFF = 10.0
"""A guess within this of the score, both of 100, is a good one."""


def report_part(view: ReportView, catalog: Catalog, *, name: str, with_answers: bool = True) -> dict[str, Any]:
    """Everything that the report of one interview shows."""
    interview = view.interview
    return {
        "type": "report",
        "name": on_one_line(name),
        "role": on_one_line(interview.role_name),
        "about": f"{about(interview)}, {day(interview.created_at)}",
        "opening": _opening(view),
        "score": _score(view),
        "dimensions": _dimensions(view) if view.overall is not None else None,
        "skills": _skills(view),
        "times": _times(view),
        "delivery": _delivery(view, catalog) if with_answers else None,
        "strengths": [_finding(found) for found in view.strengths],
        "weaknesses": [_finding(found) for found in view.weaknesses],
        "answers": [_answer(view, one, catalog) for one in view.answers] if with_answers else [],
        "shows_answers": view.shows_answers,
    }


def answer_part(view: ReportView, one: ScoredAnswer, catalog: Catalog, *, name: str) -> dict[str, Any]:
    """One answer by itself."""
    interview = view.interview
    return {
        "type": "answer",
        "name": on_one_line(name),
        "role": on_one_line(interview.role_name),
        "about": f"{about(interview)}, {day(interview.created_at)}",
        "answer": _answer(view, one, catalog),
        "shows_answers": view.shows_answers,
    }


def overview_part(views: Sequence[Mapping[str, Any]], *, name: str) -> dict[str, Any]:
    """Interviews in a table, as :func:`overview_row` tells them, and how the score went over time."""
    first, last = (views[0]["date"], views[-1]["date"]) if views else ("", "")
    when = first if first == last else f"{first} to {last}"
    return {
        "type": "overview",
        "name": on_one_line(name),
        "about": f"{counted(len(views), 'interview')}, {when}" if views else "No interview yet",
        "dimensions": [DIMENSION_NAMES[dimension] for dimension in DIMENSIONS],
        "rows": list(views),
    }


def overview_row(view: ReportView) -> dict[str, Any]:
    """One interview in the table of a history."""
    interview = view.interview
    return {
        "date": day(interview.created_at),
        "role": on_one_line(interview.role_name),
        "about": f"{about(interview)}, {STATUS_WORDS[interview.status]}",
        "answered": f"{interview.answered} of {interview.total_questions}",
        "score": view.overall,
        "averages": [view.rubric_breakdown.get(dimension) for dimension in DIMENSIONS],
    }


# --- the whole ----------------------------------------------------------------------------------------------------


def _opening(view: ReportView) -> list[str]:
    """Where the candidate stands, in sentences."""
    going_on = ["The interview is still going on; this covers what is answered so far."]
    return [*_where_one_stands(view), *(going_on if view.interview.is_open else [])]


def _where_one_stands(view: ReportView) -> Sequence[str]:
    if not view.answers:
        return ["No question has been answered, so there is nothing to report yet."]
    return letter.opening(view) or ["There are no scores yet."]


def _score(view: ReportView) -> dict[str, Any] | None:
    if view.overall is None:
        return None
    answered, total = view.interview.answered, view.interview.total_questions
    scored = sum(one.answer.overall_score is not None for one in view.answers)
    lines = [
        f"From all {total} questions."
        if answered == total
        else f"From {answered} of {total} questions; those not answered count neither for nor against you."
    ]
    if scored < answered:
        lines.append(f"{counted(answered - scored, 'answer')} could not be scored yet.")
    if view.before is not None and view.before.interview.overall_score is not None:
        lines.append(f"The time before, the same questions came to {view.before.interview.overall_score:.0f}.")
    elif view.last is not None and view.last.overall is not None:
        lines.append(f"The interview before, on {day(view.last.created_at)}, came to {view.last.overall:.0f}.")
    if judged := _gaps_in_words(view.gaps):
        lines.append(judged)
    sure = view.sure
    return {
        "value": view.overall,
        "word": in_a_word(view.overall),
        "low": sure.low if sure else view.overall,
        "high": sure.high if sure else view.overall,
        "lines": lines,
    }


def _dimensions(view: ReportView) -> dict[str, Any]:
    last = view.last.averages if view.last else {}
    return {
        "names": [DIMENSION_NAMES[name] for name in DIMENSIONS],
        "now": [view.rubric_breakdown.get(name) for name in DIMENSIONS],
        "last": [last.get(name) for name in DIMENSIONS] if view.last else None,
        "last_date": day(view.last.created_at) if view.last else "",
        "target": view.target,
    }


def _skills(view: ReportView) -> dict[str, Any]:
    told = [skill for skill in view.skill_breakdown if skill.answers >= FEWEST_ANSWERS]
    few = [on_one_line(skill.name) for skill in view.skill_breakdown if skill.answers < FEWEST_ANSWERS]
    return {
        "bars": [
            {"name": on_one_line(skill.name), "score": skill.score, "answers": counted(skill.answers, "answer")}
            for skill in told
        ],
        "few": listed(sorted(few)) if few else "",
    }


def _times(view: ReportView) -> list[dict[str, Any]]:
    return [
        {
            "order": one.answer.question.order,
            "used": one.answer.time_seconds,
            "given": one.answer.question.seconds,
            "words": _time_in_words(one.answer),
        }
        for one in view.answers
    ]


def _time_in_words(answer: AnswerView) -> str:
    given = answer.question.seconds
    used = clock(answer.time_seconds)
    if answer.is_told_time:
        return f"{used}, as a program told"
    return f"{used} of {clock(given)}" if given is not None else f"{used}, no clock"


def _delivery(view: ReportView, catalog: Catalog) -> list[dict[str, str]] | None:
    """How the answers were delivered, in lines; None where there is too little to go by."""
    role = role_from_json(view.interview.role_selected)
    found = delivery_of([one.answer for one in view.answers], role, catalog)
    if not found.is_enough:
        return None
    paces = [
        f"{pace:.0f} {how}"
        for pace, how in ((found.typed_pace, "typed"), (found.dictated_pace, "spoken"))
        if pace is not None
    ]
    lines = {
        "Words": f"{found.words:,}",
        "Words a minute": ", ".join(paces),
        "Fillers": _counts(found.fillers),
        "Hedges": _counts(found.hedges),
        "Words that come back": _counts(found.most_used),
        "Terms of the role that you used": ", ".join(found.role_terms_used),
        "Terms of the role that did not come up": ", ".join(found.role_terms_missing),
    }
    return [{"name": name, "words": on_one_line(words)} for name, words in lines.items() if words]


def _counts(counts: Sequence[WordCount]) -> str:
    return ", ".join(f"{count.words} ({count.times})" for count in counts)


def _finding(found: SessionFinding) -> dict[str, Any]:
    finding = found.finding
    # "Not made yet: …" and "Add the missing point: …" end in the same words, which are read once only.
    is_said_by_action = bool(finding.action) and _after_colon(finding.text) == _after_colon(finding.action)
    return {
        "text": block("" if is_said_by_action else finding.text),
        "quote": block(finding.quote),
        "action": block(finding.action),
        "where": f"{DIMENSION_NAMES[finding.dimension]}, question {found.order}",
    }


def _after_colon(text: str) -> str:
    return text.partition(": ")[2] or text


def _gaps_in_words(gaps: Sequence[float]) -> str:
    if len(gaps) < 2:
        return ""
    mean, off = sum(gaps) / len(gaps), sum(map(abs, gaps)) / len(gaps)
    return f"You rated {len(gaps)} of your answers, {off / 20:.1f} of 5 off on average. {_how_far(mean)}"


def _how_far(gap: float) -> str:
    if abs(gap) < OFF:
        return "You judge yourself well."
    return "You think better of it than the rubric does." if gap > 0 else "You think too little of it."


# --- one answer ---------------------------------------------------------------------------------------------------


def _answer(view: ReportView, one: ScoredAnswer, catalog: Catalog) -> dict[str, Any]:
    answer, card = one.answer, one.scorecard
    question = answer.question
    before = view.answer_before(question)
    return {
        "order": question.order,
        "question": block(question.question_text),
        "score": answer.overall_score,
        "before": before.answer.overall_score if before else None,
        "details": " · ".join(_details(answer, catalog)),
        "dimensions": [{"name": DIMENSION_NAMES[name], "value": answer.scores.get(name)} for name in DIMENSIONS]
        if answer.scores is not None
        else [],
        "text": _own_words(answer, card) if view.shows_answers and answer.answer_text.strip() else None,
        "judged": _gap_in_words(answer),
        "coaches": _coaches(answer),
        "comments": _comments(answer),
        "remarks": [as_text(remark) for remark in (answer.feedback or {}).get("remarks", ())],
        "model": block(model) if (model := (answer.feedback or {}).get("model_answer")) else None,
        **_points(answer, card),
    }


def _details(answer: AnswerView, catalog: Catalog) -> list[str]:
    question = answer.question
    return [
        *(["Follow-up"] if question.is_followup else []),
        question.category.capitalize() if question.category != "hr" else "HR",
        question.difficulty,
        *([on_one_line(listed([catalog.skill_name(tag) for tag in answer.skill_tags]))] if answer.skill_tags else []),
        _time_in_words(answer),
        *(["handed in when the time was up"] if answer.handed_in is HandedIn.EXPIRED else []),
    ]


def _own_words(answer: AnswerView, card: Scorecard | None) -> dict[str, Any]:
    if card is None:
        return block(answer.answer_text)
    return marked(
        answer.answer_text,
        points=[point.span for point in card.points if point.met and point.span],
        wrong=[mistake.span for mistake in card.misconceptions if mistake.span],
    )


def _points(answer: AnswerView, card: Scorecard | None) -> dict[str, Any]:
    if card is None:
        return {"made": [], "missed": [], "mistakes": []}
    text = answer.answer_text
    return {
        "made": [
            {
                "text": block(point.statement),
                "quote": block(quote_around(text, point.span, QUOTE_CHARS)) if point.span else None,
            }
            for point in card.points
            if point.met
        ],
        "missed": [
            {"text": block(point.statement), "bonus": not point.essential} for point in card.points if not point.met
        ],
        "mistakes": [
            {"text": block(mistake.statement), "right": block(mistake.correction)} for mistake in card.misconceptions
        ],
    }


def _coaches(answer: AnswerView) -> dict[str, Any] | None:
    """The machine's scores and each coach's, and whose count; None where no coach has rated."""
    human = answer.human
    if not (human.ratings or human.contested):
        return None
    machine, counting = answer.machine_scores or {}, answer.scores or {}
    names = [on_one_line(name) for name in headings(human.ratings)]
    rows = [
        ("Machine", [machine.get(name) for name in DIMENSIONS]),
        *((who, [one.levels.get(name) for name in DIMENSIONS]) for who, one in zip(names, human.ratings, strict=True)),
        ("Counts", [counting.get(name) for name in DIMENSIONS]),
    ]
    return {
        "names": [DIMENSION_NAMES[name] for name in DIMENSIONS],
        "rows": [{"name": name, "values": values} for name, values in rows] if human.ratings else [],
        "says": on_one_line(what_counts(human)),
        "given": [
            {"who": f"{who}, {day(one.given_at)}, {how_given(one)}", "reason": block(one.reason)}
            for who, one in zip(names, human.ratings, strict=True)
        ],
    }


def _comments(answer: AnswerView) -> list[dict[str, Any]]:
    """Every remark: those on the whole answer, then those on a dimension, then those on words."""
    comments = answer.human.comments
    unplaced = [one for one in comments if one.start is None]
    found = [_comment(one, "On the whole answer") for one in unplaced if one.dimension is None]
    for name in DIMENSIONS:
        found += [_comment(one, f"On {DIMENSION_NAMES[name].lower()}") for one in unplaced if one.dimension == name]
    words = [_comment(one, "On", quoted(answer.answer_text, start, end)) for one, start, end in on_words(comments)]
    return found + words


def _comment(one: CommentView, about: str, quote: str = "") -> dict[str, Any]:
    who = on_one_line(f"{one.author}, {day(one.created_at)}")
    return {"about": about, "quote": block(quote), "text": block(one.body), "who": who}


def _gap_in_words(answer: AnswerView) -> str:
    if answer.gap is None or answer.overall_score is None:
        return ""
    guess = f"You gave yourself {answer.self_rating} of 5; the score is {answer.overall_score / 20:.1f} of 5."
    return f"{guess} {_how_far(answer.gap)}"
