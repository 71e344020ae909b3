"""What pages keep between runs: identifiers in the address, nothing else."""

from uuid import UUID

import streamlit as st

from core.errors import NotFoundError


def session_id_from_address() -> UUID | None:
    """The interview named in the address, or None.

    Raises:
        NotFoundError: when what stands there is not an id.
    """
    value = st.query_params.get("session")
    if not value:
        return None
    try:
        return UUID(value)
    except ValueError as error:
        raise NotFoundError("interview") from error
