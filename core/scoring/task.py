"""What an answer is scored against: the question and what a strong answer to it says."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["behavioral", "hr", "technical", "case"]


@dataclass(frozen=True)
class KeyPoint:
    """A claim that a grader could tick.

    ``paraphrases`` are ways in which real candidates say it. ``weight`` is relative to the other points
    of the same task. A strong answer makes every ``essential`` point; the others are a bonus.
    """

    id: str
    statement: str
    paraphrases: tuple[str, ...] = ()
    essential: bool = True
    weight: float = 1.0


@dataclass(frozen=True)
class Misconception:
    """A wrong belief that people really hold, its correction, and the key point it contradicts, if one."""

    statement: str
    paraphrases: tuple[str, ...] = ()
    correction: str = ""
    against: str | None = None


@dataclass(frozen=True)
class Task:
    """A question with everything that scoring may look at.

    Without key points they are made from ``reference``; without either, technical accuracy is not assessed.
    ``seconds`` is the time limit that the question was given, or None.
    """

    question: str
    kind: Kind = "technical"
    key_points: tuple[KeyPoint, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    reference: str = ""
    seconds: int | None = None
