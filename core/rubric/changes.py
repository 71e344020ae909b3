"""What is different between two rubrics, in words for people."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.rubric.rubric import Curve, Dimension, Rubric


@dataclass(frozen=True)
class Change:
    """One difference: where it is, and what it was and is."""

    where: str
    before: str
    after: str


def changes_between(before: Rubric, after: Rubric) -> tuple[Change, ...]:
    """Every difference that can change a score or what people read, in the order of the rubric."""
    return tuple(_changes(before, after))


def _changes(before: Rubric, after: Rubric) -> Iterator[Change]:
    if before.title != after.title:
        yield Change("Title", before.title, after.title)
    for (kind, old), (_, new) in zip(before.length_bands, after.length_bands, strict=True):
        if old != new:
            yield Change(f"Length of {kind} answers", _points(old), _points(new))
    for old_dimension, new_dimension in zip(before.dimensions, after.dimensions, strict=True):
        yield from _of_dimension(old_dimension, new_dimension)


def _of_dimension(before: Dimension, after: Dimension) -> Iterator[Change]:
    title = after.title
    if before.weight != after.weight:
        yield Change(f"{title}, weight", _percent(before.weight), _percent(after.weight))
    if before.about != after.about:
        yield Change(f"{title}, what it is about", before.about, after.about)
    old_weights = {signal.name: signal.weight for signal in before.signals}
    for signal in after.signals:
        old = old_weights.get(signal.name, 0.0)
        if signal.weight != old:
            yield Change(f"{title}, weight of “{signal.label}”", _percent(old), _percent(signal.weight))
    yield from _of_gates(before, after)
    if before.breakpoints != after.breakpoints:
        yield Change(f"{title}, breakpoints", _points(before.breakpoints), _points(after.breakpoints))
    yield from _of_anchors(before, after)


def _of_gates(before: Dimension, after: Dimension) -> Iterator[Change]:
    old_floors = {gate.name: gate.floor for gate in before.gates}
    for gate in after.gates:
        floor = old_floors.get(gate.name, 1.0)
        if gate.floor != floor:
            yield Change(f"{after.title}, floor of “{gate.label}”", _percent(floor), _percent(gate.floor))


def _of_anchors(before: Dimension, after: Dimension) -> Iterator[Change]:
    for old_anchor, new_anchor in zip(before.anchors, after.anchors, strict=True):
        for field in ("descriptor", "behaviour", "example"):
            if getattr(old_anchor, field) != getattr(new_anchor, field):
                where = f"{after.title}, level {new_anchor.level}, {field}"
                yield Change(where, getattr(old_anchor, field), getattr(new_anchor, field))


def _percent(share: float) -> str:
    return f"{100 * share:.4g} %"


def _points(curve: Curve) -> str:
    return ", ".join(f"{x:g} → {y:g}" for x, y in curve)
