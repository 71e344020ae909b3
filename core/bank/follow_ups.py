"""The follow-up questions that fit any item: one for each weak dimension and category of question."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, get_args

import yaml
from pydantic import StringConstraints, TypeAdapter, ValidationError

from core.bank.item import Category, Dimension, Sentence
from core.errors import BadFileError, Fault

GeneralFollowUps = Mapping[str, Mapping[str, str]]
"""Texts by dimension and category."""

_Text = Annotated[Sentence, StringConstraints(pattern=r"\?$")]
_SHAPE: TypeAdapter[Any] = TypeAdapter(Mapping[Dimension, Mapping[Category, _Text]])


@lru_cache(maxsize=4)
def load_follow_ups(file: Path) -> GeneralFollowUps:
    """The follow-ups by dimension and category; the file is read once.

    Raises:
        BadFileError: with every unknown name, every text that is no question, and every category left out.
    """
    try:
        found: GeneralFollowUps = _SHAPE.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = [Fault(".".join(map(str, detail["loc"])), detail["msg"]) for detail in error.errors()]
        raise BadFileError(faults) from error
    missing = [
        Fault(f"{file.name}: {dimension}", f"there is no follow-up for category '{category}'")
        for dimension, by_category in found.items()
        for category in get_args(Category)
        if category not in by_category
    ]
    if missing:
        raise BadFileError(missing)
    return found
