"""The opening of a report, in words: where one stands, how sure that is, what is strong, and where most is to gain."""

from collections.abc import Mapping

from core.models.vocabulary import Level
from core.services.report import ReportView
from core.services.targets import in_a_word
from core.services.words import listed

DIMENSION_WORDS: Mapping[str, str] = {
    "structure": "structure",
    "relevance": "relevance",
    "technical_accuracy": "accuracy",
    "depth": "depth",
    "communication": "communication",
}
LEVEL_WORDS = {Level.JUNIOR: "a junior", Level.MID: "a mid-level", Level.SENIOR: "a senior"}

FEW_ANSWERS = 5
FELT = 0.3
"""Of 5; what two interviews may differ by without anything having changed."""


def opening(view: ReportView) -> tuple[str, ...]:
    """Sentences that say where a candidate stands; none before anything is scored."""
    if view.overall is None or view.sure is None:
        return ()
    said = [_standing(view), _sureness(view), _against_target(view), _since_last(view)]
    return tuple(sentence for sentence in said if sentence)


def _standing(view: ReportView) -> str:
    assert view.overall is not None
    level = LEVEL_WORDS[view.interview.level]
    return f"This is {in_a_word(view.overall)}: {view.overall:.0f} of 100 in {level} interview."


def _sureness(view: ReportView) -> str:
    assert view.sure is not None
    low, high, answers = view.sure.low, view.sure.high, view.sure.answers
    few = "That is few to go by. " if answers < FEW_ANSWERS else ""
    counted = "one answer" if answers == 1 else f"{answers} answers"
    return (
        f"It comes from {counted}. {few}With many more questions of the kind you would, four times out of five, "
        f"land between {low:.0f} and {high:.0f}."
    )


def _against_target(view: ReportView) -> str:
    known = {name: value for name, value in view.rubric_breakdown.items() if value is not None}
    if not known:
        return ""
    best, weakest = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    aim = f"{LEVEL_WORDS[view.interview.level]} interview aims at {view.target:.1f} of 5 in each dimension"
    aim = aim[0].upper() + aim[1:]
    below = [name for name, value in known.items() if value < view.target]
    if not below:
        return f"{aim}, and you reach it in all of them; {DIMENSION_WORDS[best]} is your best ({known[best]:.1f})."
    if len(below) == len(known):
        lead = f"{aim}. Nearest to it is {DIMENSION_WORDS[best]} ({known[best]:.1f})"
    else:
        reached = [DIMENSION_WORDS[name] for name in known if name not in below]
        lead = f"{aim}. You reach it in {listed(reached)}"
    return f"{lead}; most is to gain in {DIMENSION_WORDS[weakest]} ({known[weakest]:.1f})."


def _since_last(view: ReportView) -> str:
    if view.last is None:
        return ""
    changes = {
        name: value - before
        for name, value in view.rubric_breakdown.items()
        if value is not None and (before := view.last.averages.get(name)) is not None
    }
    when = f"your interview of {view.last.created_at:%-d %B}"
    risen = sorted((name for name, change in changes.items() if change >= FELT), key=lambda name: -changes[name])
    fallen = sorted((name for name, change in changes.items() if change <= -FELT), key=changes.__getitem__)
    if not changes:
        return ""
    if not risen and not fallen:
        return f"Nothing has moved much since {when}."
    parts = [
        f"{listed([f'{DIMENSION_WORDS[name]} by {abs(changes[name]):.1f}' for name in names])} {verb}"
        for names, verb in ((risen, "up"), (fallen, "down"))
        if names
    ]
    return f"Since {when}: {', '.join(parts)}."
