"""How agreement between raters is told: its numbers in cells, and what they mean in sentences."""

from core.agreement import Agreement, Interval
from core.services.agreement_rules import BELOW_HUMANS, FEWEST, MEASURED, OVERALL, QWK_BAR, SMD_BAR, Between
from pages._components.charts import DIMENSION_NAMES

NAMES = {**DIMENSION_NAMES, OVERALL: "Overall"}
TOO_FEW = "too few ratings to say"
HOW_TO_READ = {
    "QWK": (
        "quadratically weighted kappa, of levels in whole numbers. 1 is full agreement, 0 is what chance alone would "
        "give; a difference of two levels weighs four times as much as one of one. "
        f"Machine scoring is commonly asked for {QWK_BAR} or more, and for not more than {BELOW_HUMANS} below two "
        "people with each other."
    ),
    "r": "Pearson's correlation: whether both put the answers in the same order, however mild or strict they are.",
    "SMD": (
        "how far the second's mean lies above (+) or below (−) the first's, in standard deviations of the first. "
        f"Within ±{SMD_BAR} neither is noticeably milder."
    ),
    "Exact": "the share of answers to which both give the same level.",
    "Adjacent": "the share to which they give the same level or one next to it.",
}
SOURCE = (
    "The bars are those of Williamson, Xi and Breyer, A Framework for Evaluation and Use of Automated Scoring, "
    "Educational Measurement: Issues and Practice 31(1), 2012."
)


def rows_of(told: Between) -> list[dict[str, object]]:
    """A row for each dimension and the overall score, with intervals behind the numbers."""
    return [{"Dimension": NAMES[name], "Pairs": told.pairs[name], **_cells(told.found.get(name))} for name in MEASURED]


def _cells(found: Agreement | None) -> dict[str, str | None]:
    if found is None:
        return {"QWK": TOO_FEW, "r": None, "SMD": None, "Exact": None, "Adjacent": None}
    return {
        "QWK": _number(found.qwk, found.qwk_interval),
        "r": _number(found.pearson_r, found.pearson_r_interval),
        "SMD": _number(found.smd, found.smd_interval, signed=True),
        "Exact": _share(found.exact, found.exact_interval),
        "Adjacent": _share(found.adjacent, found.adjacent_interval),
    }


def _number(value: float | None, interval: Interval | None, *, signed: bool = False) -> str:
    if value is None:
        return "no spread"
    ends = f" [{_two(interval.low, signed)}, {_two(interval.high, signed)}]" if interval else ""
    return _two(value, signed) + ends


def _two(value: float, signed: bool = False) -> str:
    """Two digits, with a minus sign that is as wide as a plus, and a nought that has none."""
    return f"{round(value, 2) + 0.0:{'+' if signed else ''}.2f}".replace("-", "−")


def _share(value: float | None, interval: Interval | None) -> str:
    if value is None:
        return ""
    return f"{value:.0%}" + (f" [{100 * interval.low:.0f}, {100 * interval.high:.0f}]" if interval else "")


def machine_in_words(machine: Agreement, coaches: Agreement | None) -> str:
    """What the agreement of coaches (first) with the machine (second) means, in a few sentences."""
    if machine.qwk is None:
        return "All ratings or all scores are the same, so that agreement cannot be told."
    return " ".join(filter(None, (_at_the_bar(machine), _beside_humans(machine, coaches), _milder(machine))))


def _at_the_bar(machine: Agreement) -> str:
    interval, qwk = machine.qwk_interval, machine.qwk or 0.0
    reaches = qwk >= QWK_BAR
    words = (
        f"QWK {_two(qwk)} reaches {QWK_BAR}."
        if reaches
        else f"QWK {_two(qwk)} is below {QWK_BAR}: take the machine's score as a hint, and look at the answer."
    )
    if interval and interval.low < QWK_BAR <= interval.high:
        words += " The interval lies on both sides of it, so more ratings are needed to be sure."
    return words


def _beside_humans(machine: Agreement, coaches: Agreement | None) -> str:
    if coaches is None or coaches.qwk is None or machine.qwk is None:
        return ""
    if machine.qwk > coaches.qwk:
        return f"Coaches agree less with each other ({_two(coaches.qwk)})."
    near = machine.qwk >= coaches.qwk - BELOW_HUMANS
    return f"Coaches agree with each other at {_two(coaches.qwk)}, which is {'hardly' if near else 'clearly'} more."


def _milder(machine: Agreement) -> str:
    if machine.smd is None or abs(machine.smd) <= SMD_BAR:
        return "The machine is about as strict as the coaches."
    how = "milder" if machine.smd > 0 else "stricter"
    return f"The machine is {how} than the coaches, by {abs(machine.smd):.2f} standard deviations."


def too_few(told: Between) -> str:
    """How far it is to the first figure."""
    most = max(told.pairs.values(), default=0)
    return (
        f"{TOO_FEW[0].upper()}{TOO_FEW[1:]}: the most in a dimension is {most}, and from {FEWEST} on there are figures."
    )
