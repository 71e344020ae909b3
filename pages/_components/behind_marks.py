"""The answers behind a mark of the compare page's figures, each one click away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from core.rubric import DIMENSIONS
from core.services import comparing
from core.services.accounts import Person
from core.services.comparing import AnswerBehind, PersonPoints
from core.services.context import Context
from core.services.trends import Point
from pages._components.charts import DIMENSION_NAMES
from pages._components.messages import plain


@dataclass(frozen=True)
class Shape:
    """One radar: its heading, whose it is, the interviews that it is drawn from, and its values, 0-5."""

    name: str
    user_id: UUID
    interviews: tuple[UUID, ...]
    values: Mapping[str, float | None]


def shape_of(one: PersonPoints) -> Shape:
    """The levels of somebody."""
    return Shape(one.name, one.id, tuple(point.session_id for point in one.newest), one.levels)


def shapes_of_interviews(one: PersonPoints, most: int) -> list[Shape]:
    """The newest interviews of somebody, one by one, oldest first."""
    return [
        Shape(f"{point.began:%d %b %Y}", one.id, (point.session_id,), point.dimensions) for point in one.points[-most:]
    ]


@dataclass(frozen=True)
class Marks:
    """Who looks at whom: the coach and their group, and from where the answers come."""

    ctx: Context
    coach: Person
    group_id: UUID

    def of_shape(self, shape: Shape, dimensions: Iterable[str]) -> None:
        """The answers behind dimensions of a radar, each of which is told once."""
        for dimension in dict.fromkeys(dimensions):
            heading = f"**{plain(shape.name)}, {DIMENSION_NAMES[dimension]} {shape.values[dimension]:.1f}**"
            self._told(heading, shape.user_id, shape.interviews, dimension)

    def of_interview(self, one: PersonPoints, point: Point) -> None:
        """The answers behind a point of a trend."""
        where = f"[open the interview]({link(point.session_id)})"
        heading = f"**{plain(one.name)}, {point.began:%d %b %Y}, {point.overall:.0f} of 100** · {where}"
        self._told(heading, one.id, (point.session_id,), None)

    def _told(self, heading: str, user_id: UUID, interviews: tuple[UUID, ...], dimension: str | None) -> None:
        behind = comparing.answers_behind(self.ctx, self.coach, self.group_id, user_id, interviews, dimension=dimension)
        with st.container(border=True):
            st.markdown(heading)
            lines = [_line(answer, of=100 if dimension is None else 5) for answer in behind.answers]
            st.markdown("\n".join(lines) or "No answer has a score here.")
            if behind.total > len(behind.answers):
                st.caption(f"The lowest {len(behind.answers)} of {behind.total}.")


def picked_dimensions(shape: Shape, marks: Sequence[Mapping[str, object]]) -> list[str]:
    """The dimensions whose marks are chosen in a radar."""
    names = {str(mark.get("customdata")) for mark in marks}
    return [name for name in DIMENSIONS if name in names and shape.values.get(name) is not None]


def link(session_id: UUID, question: int | None = None) -> str:
    """Where a coach reads an interview, or one answer of it, as far as its candidate shows it."""
    return f"/coach_report?session={session_id}" + ("" if question is None else f"&question={question}")


def _line(answer: AnswerBehind, *, of: int) -> str:
    score = f"{answer.score:.0f}" if of == 100 else f"{answer.score:.1f}"
    asked = f": {plain(answer.question)}" if answer.question else ""
    place = link(answer.session_id, answer.number)
    return f"- {score} of {of} · [{answer.began:%d %b %Y}, question {answer.number}]({place}){asked}"
