"""How drills are put in words."""

from datetime import datetime, timedelta
from math import ceil

from core.services.context import default_context
from core.services.drill_schedule import Card, Pair, Spot, Standing
from core.services.drills import Drilled
from pages._components.charts import DIMENSION_NAMES
from pages._components.messages import plain


def are_due(number: int) -> str:
    """How many are due: "1 drill is due", "5 drills are due"."""
    return "1 drill is due" if number == 1 else f"{number} drills are due"


def pair_name(pair: Pair) -> str:
    """What is drilled, in Markdown: "SQL, depth"."""
    skill = default_context().catalog.skill_name(pair.skill)
    return f"{plain(skill)}, {DIMENSION_NAMES[pair.dimension].lower()}"


def spot_line(spot: Spot) -> str:
    """What is weak and why it counts as that, in Markdown."""
    times = f", drilled {'once' if spot.card.reviews == 1 else f'{spot.card.reviews} times'}" if spot.card else ""
    return f"**{pair_name(spot.pair)}**: {stands(spot.standing)}{times}"


def stands(standing: Standing) -> str:
    """A mean with what is behind it."""
    answers = "your last answer" if standing.answers == 1 else f"your last {standing.answers} answers"
    return f"{standing.mean:.1f} of 5 over {answers}"


def again(card: Card, now: datetime) -> str:
    """When a spot comes back: "again in 3 days"."""
    days = ceil((card.due - now) / timedelta(days=1))
    if days < 1:
        return "again now"
    return "again within a day" if days == 1 else f"again in {days} days"


def change(drilled: Drilled) -> str | None:
    """How a drilled answer compares with the answers before its set."""
    if drilled.score is None or drilled.before is None:
        return None
    before = round(drilled.before.mean, 1)
    return f"{round(drilled.score, 1) - before:+.1f} against {before:.1f} before"
