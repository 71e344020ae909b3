"""What pages keep between runs: identifiers in the address, nothing else."""

from uuid import UUID

import streamlit as st

from core.errors import NotFoundError


def session_id_from_address(what: str = "interview") -> UUID | None:
    """The interview named in the address, or None; ``what`` it is called there.

    Raises:
        NotFoundError: when what stands there is not an id.
    """
    value = st.query_params.get("session")
    if not value:
        return None
    try:
        return UUID(value)
    except ValueError as error:
        raise NotFoundError(what) from error


def question_from_address() -> int | None:
    """The number of the question named in the address, or None; what is no number names none."""
    value = st.query_params.get("question", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 4 else None
