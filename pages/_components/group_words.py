"""How groups, and what their coaches see, are told to people."""

from collections.abc import Sequence

from core.models.vocabulary import Counts, Shows
from core.services.groups import CoachName
from core.services.words import listed

SHOWS_LABELS = {Shows.SCORES: "My scores only", Shows.ANSWERS: "My scores and my answers"}
# What a candidate is told before they choose.
SEES = {
    Shows.SCORES: (
        "Your interviews with their questions and dates; the scores; strengths and what to do next, without quotes. "
        "No word of your answers."
    ),
    Shows.ANSWERS: "All of that, and every answer in your own words, with the reasons for its scores.",
}
ALWAYS = (
    "Either covers all your interviews, those from before you joined too, for as long as you are in the group. "
    "Coaches never see your profile, your CV, your notes, your e-mail address, or how you rated yourself. "
    "Should an admin add another coach to the group, you are told."
)
MEMBER_SHOWS = {Shows.SCORES: "Scores only", Shows.ANSWERS: "Scores and answers"}
COUNTS_LABELS = {Counts.MACHINE: "The machine's", Counts.COACHES: "The coaches'"}
COUNTS_MEAN = {
    Counts.MACHINE: "Coaches' ratings stand beside the scores in reports, and change no number.",
    Counts.COACHES: (
        "Reports, trends and comparisons go by the coaches' ratings, and by the machine's where there are none. "
        "Set back, everything counts as before."
    ),
}


def coached_by(coaches: Sequence[CoachName]) -> str:
    """Who coaches a group, in plain text."""
    return f"Coached by {listed([coach.name for coach in coaches])}" if coaches else "Nobody coaches it at the moment"


def seen_now(shows: Shows) -> str:
    """What the coaches of a group see of somebody who shows this."""
    if shows is Shows.SCORES:
        return f"They see: {SEES[shows][0].lower()}{SEES[shows][1:]}"
    return "They see: your interviews, scores, and every answer with reasons for its scores."
