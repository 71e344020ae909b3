"""Rubrics: frozen values, hashed by their content, loaded from YAML."""

from core.rubric.changes import Change, changes_between
from core.rubric.rubric import (
    DIMENSIONS,
    KINDS,
    Dimension,
    Gate,
    LevelAnchor,
    Rubric,
    SignalWeight,
    load_rubric,
    parse_rubric,
    rubric_from_dict,
)

__all__ = [
    "DIMENSIONS",
    "KINDS",
    "Change",
    "Dimension",
    "Gate",
    "LevelAnchor",
    "Rubric",
    "SignalWeight",
    "changes_between",
    "load_rubric",
    "parse_rubric",
    "rubric_from_dict",
]
