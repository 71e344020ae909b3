"""The choice of how much time there is to answer, as the setup and profile pages offer it."""

import streamlit as st

from core.models.vocabulary import Timing
from pages._components.words import TIMING_WORDS


def timing_choice(label: str, begins_with: Timing, *, key: str, help: str) -> Timing:
    """A list of every timing."""
    timings = list(TIMING_WORDS)
    return st.selectbox(
        label, timings, index=timings.index(begins_with), format_func=TIMING_WORDS.__getitem__, key=key, help=help
    )
