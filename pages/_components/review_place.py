"""Where on the review page somebody is: all of it stands in the address, so that links, reload and back lead there."""

from dataclasses import dataclass, fields, replace
from typing import NoReturn
from uuid import UUID

import streamlit as st

from core.errors import NotFoundError
from core.services.review_queue import Why

_NAMES = {"member": "person", "session": "interview"}


@dataclass(frozen=True)
class Place:
    """An answer, or the queue of a group; narrowed to a member, an interview, a reason."""

    answer: UUID | None = None
    group: UUID | None = None
    member: UUID | None = None
    session: UUID | None = None
    why: Why | None = None

    def address(self) -> dict[str, str]:
        """The parameters that lead here."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: str(value) for name, value in values.items() if value is not None}

    def go(self, **elsewhere: object) -> NoReturn:
        """Go there, or to a place that differs from it in this."""
        st.switch_page("coach/review.py", query_params=replace(self, **elsewhere).address())  # type: ignore[arg-type]


def place_from_address() -> Place:
    """The place that the address names.

    Raises:
        NotFoundError: when what stands there is not an id.
    """
    why = st.query_params.get("why")
    return Place(
        *(_id_from_address(name) for name in ("answer", "group", "member", "session")),
        why=Why(why) if why in set(Why) else None,
    )


def _id_from_address(name: str) -> UUID | None:
    value = st.query_params.get(name)
    try:
        return UUID(value) if value else None
    except ValueError as error:
        raise NotFoundError(_NAMES.get(name, name)) from error
