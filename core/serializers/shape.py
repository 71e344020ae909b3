"""What all shapes share."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from core.models.vocabulary import Timing

Score = Annotated[float, Field(ge=0, le=5)]
Percent = Annotated[float, Field(ge=0, le=100)]


class Shape(BaseModel):
    """Something that goes out."""

    model_config = ConfigDict(from_attributes=True)


class Body(BaseModel):
    """Something that comes in: a field that is not known is an error, and not a wish that is silently ignored."""

    model_config = ConfigDict(extra="forbid")


def _as_word(value: Any) -> Any:
    """1.5 for "1.5": whoever has a number need not spell it."""
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value


_FACTORS: list[str | float] = [*(timing.value for timing in Timing), *(t.factor for t in Timing if t != "untimed")]

TimeFactor = Annotated[Timing, BeforeValidator(_as_word), WithJsonSchema({"enum": _FACTORS}, mode="validation")]
"""How much of a question's own time there is: 1, 1.25, 1.5, 2, as a number or in quotes, or "untimed"."""

Dimension = Literal["structure", "relevance", "technical_accuracy", "depth", "communication"]
