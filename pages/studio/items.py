"""The question bank: what candidates are asked, how far it carries, how questions perform, and bringing your own."""

import streamlit as st

from core.models.vocabulary import UserRole
from core.services.context import default_context
from pages._components.guard import signed_in_as_any
from pages._components.item_bank import bring, browse, coverage

ctx = default_context()
person = signed_in_as_any(UserRole.STUDIO, UserRole.COACH, UserRole.ADMIN)

BROWSE, COVERAGE, BRING = "Browse", "Coverage", "Bring your own"

st.title("Questions")
# Not tabs: those draw everything at each run, and counting the coverage takes a moment.
part = st.segmented_control(
    "Part", (BROWSE, COVERAGE, BRING), default=BROWSE, required=True, label_visibility="collapsed"
)
if part == BROWSE:
    browse(ctx, person)
elif part == COVERAGE:
    coverage(ctx)
else:
    bring(ctx, person)
