"""What scoring gives back: frozen values that say what was scored, why, and by which rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from core.plain import plain_fields
from core.scoring.task import Kind
from core.scoring.text import Span


@dataclass(frozen=True)
class PointVerdict:
    """Whether a key point was made, how strongly (0..1), and in which words."""

    id: str
    statement: str
    essential: bool
    met: bool
    strength: float
    span: Span | None


@dataclass(frozen=True)
class MisconceptionFound:
    """A wrong belief that the answer states, what is right, and the words."""

    statement: str
    correction: str
    strength: float
    span: Span | None


@dataclass(frozen=True)
class Flag:
    """Something about the answer as a whole that a reader should know, e.g. that it copies the question."""

    code: str
    message: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Measurement:
    """All that was found in an answer, before any rubric: ``signals`` is flat and can be stored as JSON."""

    kind: Kind
    word_count: int
    signals: Mapping[str, float]
    spans: Mapping[str, tuple[Span, ...]]
    points: tuple[PointVerdict, ...]
    misconceptions: tuple[MisconceptionFound, ...]
    flags: tuple[Flag, ...]
    not_assessed: tuple[str, ...]
    scorer_version: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return plain_fields(self)


class SignalScore(NamedTuple):
    """A signal's value (0..1), its weight in the dimension (None: it is a gate), and the words behind it.

    ``praise`` and ``lack`` are what a coach says of it when it is strong and when it is weak. ``against``: the words
    are what lowers it.
    """

    name: str
    label: str
    value: float
    weight: float | None
    advice: str
    spans: tuple[Span, ...] = ()
    praise: str = ""
    lack: str = ""
    against: bool = False


@dataclass(frozen=True)
class AnchorReached:
    """A level of the rubric with its words."""

    level: int
    descriptor: str
    behaviour: str


@dataclass(frozen=True)
class NextStep:
    """What the next anchor looks like, and the advice that would bring the answer there soonest."""

    level: int
    descriptor: str
    behaviour: str
    advice: tuple[str, ...]


@dataclass(frozen=True)
class DimensionScore:
    """A dimension's value, 0.0 to 5.0 (None: not assessed), with the reasons."""

    name: str
    value: float | None
    anchor: AnchorReached | None
    next_step: NextStep | None
    signals: tuple[SignalScore, ...]


@dataclass(frozen=True)
class Scorecard:
    """An answer's scores with their evidence. ``overall`` is 0 to 100, None if nothing was assessed."""

    dimensions: tuple[DimensionScore, ...]
    overall: float | None
    points: tuple[PointVerdict, ...]
    misconceptions: tuple[MisconceptionFound, ...]
    flags: tuple[Flag, ...]
    word_count: int
    rubric_hash: str
    scorer_version: str

    @property
    def scores(self) -> dict[str, float | None]:
        """The values by dimension."""
        return {dimension.name: dimension.value for dimension in self.dimensions}

    def dimension(self, name: str) -> DimensionScore:
        """The score of that dimension."""
        return next(dimension for dimension in self.dimensions if dimension.name == name)

    def has_flag(self, code: str) -> bool:
        """Whether a flag of that code was raised."""
        return any(flag.code == code for flag in self.flags)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return plain_fields(self)


def scorecard_from_dict(raw: Mapping[str, Any]) -> Scorecard:
    """The scorecard that :meth:`Scorecard.to_dict` wrote, also after a journey through JSON."""
    return Scorecard(
        dimensions=tuple(_dimension(entry) for entry in raw["dimensions"]),
        overall=raw["overall"],
        points=_points(raw["points"]),
        misconceptions=_misconceptions(raw["misconceptions"]),
        flags=_flags(raw["flags"]),
        word_count=raw["word_count"],
        rubric_hash=raw["rubric_hash"],
        scorer_version=raw["scorer_version"],
    )


def measurement_from_dict(raw: Mapping[str, Any]) -> Measurement:
    """The measurement that :meth:`Measurement.to_dict` wrote."""
    return Measurement(
        kind=cast(Kind, raw["kind"]),
        word_count=raw["word_count"],
        signals=dict(raw["signals"]),
        spans={name: _spans(spans) for name, spans in raw["spans"].items()},
        points=_points(raw["points"]),
        misconceptions=_misconceptions(raw["misconceptions"]),
        flags=_flags(raw["flags"]),
        not_assessed=tuple(raw["not_assessed"]),
        scorer_version=raw["scorer_version"],
    )


def _dimension(raw: Mapping[str, Any]) -> DimensionScore:
    step = raw["next_step"]
    return DimensionScore(
        name=raw["name"],
        value=raw["value"],
        anchor=AnchorReached(**raw["anchor"]) if raw["anchor"] else None,
        next_step=NextStep(**{**step, "advice": tuple(step["advice"])}) if step else None,
        signals=tuple(SignalScore(**{**entry, "spans": _spans(entry["spans"])}) for entry in raw["signals"]),
    )


def _span(raw: Mapping[str, Any] | None) -> Span | None:
    return Span(**raw) if raw else None


def _spans(raw: Any) -> tuple[Span, ...]:
    return tuple(Span(**entry) for entry in raw)


def _points(raw: Any) -> tuple[PointVerdict, ...]:
    return tuple(PointVerdict(**{**entry, "span": _span(entry["span"])}) for entry in raw)


def _misconceptions(raw: Any) -> tuple[MisconceptionFound, ...]:
    return tuple(MisconceptionFound(**{**entry, "span": _span(entry["span"])}) for entry in raw)


def _flags(raw: Any) -> tuple[Flag, ...]:
    return tuple(Flag(entry["code"], entry["message"], _spans(entry["spans"])) for entry in raw)
