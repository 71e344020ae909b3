"""A rubric: what each dimension means from 0 to 5, and the weighted signals that it is computed from.

A rubric is a frozen value that never changes once written; it is found by the hash of its content.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from core.errors import BadFileError, Fault, InvalidInputError

DIMENSIONS = ("structure", "relevance", "technical_accuracy", "depth", "communication")
KINDS = ("behavioral", "hr", "technical", "case")
LEVELS = (0, 1, 2, 3, 4, 5)
TOP = 5.0
_TOLERANCE = 1e-6

Curve = tuple[tuple[float, float], ...]
"""Points of a piecewise linear function, by rising x."""


@dataclass(frozen=True)
class LevelAnchor:
    """What a score of ``level`` looks like: its name, the behaviour a listener can observe, and an example."""

    level: int
    descriptor: str
    behaviour: str
    example: str


@dataclass(frozen=True)
class SignalWeight:
    """A signal's share of its dimension, what it is called, and what a candidate can do to raise it.

    ``praise`` is what a coach says when it is strong, ``lack`` when it is weak; older rubrics have neither.
    """

    name: str
    weight: float
    label: str
    advice: str
    praise: str = ""
    lack: str = ""


@dataclass(frozen=True)
class Gate:
    """A signal that a dimension cannot do without: the sum is multiplied by floor + (1 - floor) * value."""

    name: str
    floor: float
    label: str
    advice: str
    praise: str = ""
    lack: str = ""


@dataclass(frozen=True)
class Dimension:
    """One of the five dimensions."""

    name: str
    title: str
    weight: float
    about: str
    anchors: tuple[LevelAnchor, ...]
    signals: tuple[SignalWeight, ...]
    gates: tuple[Gate, ...]
    breakpoints: Curve

    @property
    def measured(self) -> frozenset[str]:
        """The names of the signals that it is made of, as weights or as gates."""
        return frozenset(self.labels)

    @property
    def labels(self) -> dict[str, str]:
        """What each of them is called, by name."""
        return {part.name: part.label for part in self.signals} | {gate.name: gate.label for gate in self.gates}


@dataclass(frozen=True)
class Rubric:
    """A complete rubric. ``length_bands`` turns words into the signal 'length', for each kind of question."""

    name: str
    title: str
    dimensions: tuple[Dimension, ...]
    length_bands: tuple[tuple[str, Curve], ...]

    def dimension(self, name: str) -> Dimension:
        """The dimension of that name."""
        return next(dimension for dimension in self.dimensions if dimension.name == name)

    @cached_property
    def weights(self) -> dict[str, float]:
        """Weight of each dimension, by name."""
        return {dimension.name: dimension.weight for dimension in self.dimensions}

    @cached_property
    def bands(self) -> dict[str, Curve]:
        """Length bands by kind of question."""
        return dict(self.length_bands)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of the canonical JSON, as 64 hex digits."""
        canonical = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """The rubric as plain values, in the shape of its file."""
        return {
            "name": self.name,
            "title": self.title,
            "length_bands": {kind: [list(point) for point in curve] for kind, curve in self.length_bands},
            "dimensions": [
                {**asdict(dimension), "breakpoints": [list(point) for point in dimension.breakpoints]}
                | {
                    part: [_as_in_file(entry) for entry in getattr(dimension, part)]
                    for part in ("anchors", "signals", "gates")
                }
                for dimension in self.dimensions
            ],
        }

    def with_weights(self, weights: Mapping[str, float]) -> "Rubric":
        """The same rubric with other weights of its dimensions; they are checked like a new rubric's."""
        changed = tuple(replace(d, weight=float(weights.get(d.name, d.weight))) for d in self.dimensions)
        return rubric_from_dict(replace(self, dimensions=changed).to_dict())


def _as_in_file(entry: LevelAnchor | SignalWeight | Gate) -> dict[str, Any]:
    """Plain values; what an older rubric does not say is left out, so that its hash stays what it was."""
    return {key: value for key, value in asdict(entry).items() if key not in _SAYINGS or value}


_SAYINGS = ("praise", "lack")


def load_rubric(path: Path) -> Rubric:
    """Read a rubric from its YAML file.

    Raises:
        BadFileError: with all faults of the file.
    """
    return parse_rubric(path.read_text(encoding="utf-8"), path.name)


def parse_rubric(text: str, where: str = "rubric") -> Rubric:
    """Read a rubric from YAML text; ``where`` names the file in messages.

    Raises:
        BadFileError: with all faults of the text.
    """
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadFileError([Fault(where, f"is not YAML: {' '.join(str(error).split())}")]) from error
    try:
        return rubric_from_dict(raw)
    except InvalidInputError as error:
        raise BadFileError([Fault(f"{where}:{f.where}", f.message) for f in error.faults]) from error


def rubric_from_dict(raw: object) -> Rubric:
    """Build a rubric from plain values.

    Raises:
        InvalidInputError: with every fault.
    """
    faults: list[Fault] = []
    body = _mapping(raw, "", {"name", "title", "length_bands", "dimensions"}, faults)
    name = _text(body.get("name"), "name", faults)
    title = _text(body.get("title"), "title", faults)
    bands = tuple(_bands(body.get("length_bands"), faults))
    dimensions = tuple(_dimensions(body.get("dimensions"), faults))
    if faults:
        raise InvalidInputError(faults)
    return Rubric(name, title, dimensions, bands)


def _bands(raw: object, faults: list[Fault]) -> list[tuple[str, Curve]]:
    body = _mapping(raw, "length_bands", set(KINDS), faults)
    return [(kind, _curve(body.get(kind), f"length_bands.{kind}", 1.0, faults)) for kind in KINDS]


def _dimensions(raw: object, faults: list[Fault]) -> list[Dimension]:
    entries = _sequence(raw, "dimensions", faults)
    dimensions = [_dimension(entry, f"dimensions.{number}", faults) for number, entry in enumerate(entries)]
    found = tuple(dimension.name for dimension in dimensions)
    if found != DIMENSIONS:
        faults.append(Fault("dimensions", f"are, in this order, {', '.join(DIMENSIONS)}"))
    _sums_to_one([dimension.weight for dimension in dimensions], "dimensions", faults)
    return dimensions


def _dimension(raw: object, where: str, faults: list[Fault]) -> Dimension:
    keys = {"name", "title", "weight", "about", "anchors", "signals", "gates", "breakpoints"}
    body = _mapping(raw, where, keys, faults)
    signals = tuple(
        _weighted(SignalWeight, "weight", entry, f"{where}.signals.{number}", faults)
        for number, entry in enumerate(_sequence(body.get("signals"), f"{where}.signals", faults))
    )
    gates = tuple(
        _weighted(Gate, "floor", entry, f"{where}.gates.{number}", faults)
        for number, entry in enumerate(_sequence(body.get("gates"), f"{where}.gates", faults))
    )
    _sums_to_one([signal.weight for signal in signals], f"{where}.signals", faults)
    names = [entry.name for entry in (*signals, *gates)]
    faults.extend(Fault(where, f"'{name}' is used twice") for name in sorted({n for n in names if names.count(n) > 1}))
    return Dimension(
        name=_text(body.get("name"), f"{where}.name", faults),
        title=_text(body.get("title"), f"{where}.title", faults),
        weight=_share(body.get("weight"), f"{where}.weight", faults),
        about=_text(body.get("about"), f"{where}.about", faults),
        anchors=_anchors(body.get("anchors"), f"{where}.anchors", faults),
        signals=signals,
        gates=gates,
        breakpoints=_curve(body.get("breakpoints"), f"{where}.breakpoints", TOP, faults),
    )


def _anchors(raw: object, where: str, faults: list[Fault]) -> tuple[LevelAnchor, ...]:
    anchors = []
    for number, entry in enumerate(_sequence(raw, where, faults)):
        at = f"{where}.{number}"
        body = _mapping(entry, at, {"level", "descriptor", "behaviour", "example"}, faults)
        texts = [_text(body.get(key), f"{at}.{key}", faults) for key in ("descriptor", "behaviour", "example")]
        level = body.get("level")
        anchors.append(LevelAnchor(level if isinstance(level, int) else -1, *texts))
    if tuple(anchor.level for anchor in anchors) != LEVELS:
        faults.append(Fault(where, "there is one anchor for each level from 0 to 5, in order"))
    return tuple(anchors)


def _weighted(make: Any, number: str, raw: object, where: str, faults: list[Fault]) -> Any:
    said = [key for key in _SAYINGS if isinstance(raw, Mapping) and key in raw]
    body = _mapping(raw, where, {"name", number, "label", "advice", *said}, faults)
    return make(
        _text(body.get("name"), f"{where}.name", faults),
        _share(body.get(number), f"{where}.{number}", faults),
        _text(body.get("label"), f"{where}.label", faults),
        _text(body.get("advice"), f"{where}.advice", faults),
        **{key: _text(body.get(key), f"{where}.{key}", faults) for key in said},
    )


def _curve(raw: object, where: str, top: float, faults: list[Fault]) -> Curve:
    points = []
    for entry in _sequence(raw, where, faults):
        pair: Any = entry if isinstance(entry, list | tuple) and len(entry) == 2 else (None, None)
        x, y = pair
        if not (_is_number(x) and _is_number(y)):
            faults.append(Fault(where, f"{entry!r} is not a pair of numbers"))
            return ()
        points.append((float(x), float(y)))
    if len(points) < 2 or any(a[0] >= b[0] for a, b in pairwise(points)):
        faults.append(Fault(where, "has two points or more, by rising first number"))
    if any(not 0 <= y <= top for _, y in points):
        faults.append(Fault(where, f"its values lie between 0 and {top:g}"))
    return tuple(points)


def _mapping(raw: object, where: str, keys: set[str], faults: list[Fault]) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        faults.append(Fault(where, f"has the keys {', '.join(sorted(keys))}"))
        return {}
    unknown, missing = sorted(set(map(str, raw)) - keys), sorted(keys - set(map(str, raw)))
    if unknown:
        faults.append(Fault(where, f"does not know {', '.join(unknown)}"))
    if missing:
        faults.append(Fault(where, f"lacks {', '.join(missing)}"))
    return raw


def _sequence(raw: object, where: str, faults: list[Fault]) -> list[Any]:
    if isinstance(raw, list | tuple):
        return list(raw)
    faults.append(Fault(where, "is a list"))
    return []


def _text(raw: object, where: str, faults: list[Fault]) -> str:
    if isinstance(raw, str) and raw.strip():
        return raw.strip()
    faults.append(Fault(where, "is a text and not empty"))
    return ""


def _share(raw: object, where: str, faults: list[Fault]) -> float:
    if _is_number(raw) and 0 <= raw <= 1:  # type: ignore[operator]
        return float(raw)  # type: ignore[arg-type]
    faults.append(Fault(where, f"is a number between 0 and 1, not {raw!r}"))
    return 0.0


def _is_number(raw: object) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool) and raw == raw and abs(raw) < 1e9


def _sums_to_one(weights: list[float], where: str, faults: list[Fault]) -> None:
    if abs(sum(weights) - 1.0) > _TOLERANCE:
        faults.append(Fault(where, f"the weights add up to {sum(weights):g}, and 1 is meant"))
