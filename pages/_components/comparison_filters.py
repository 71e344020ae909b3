"""The row above the compare page's table: which group, which interviews, and what the levels are told of."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from core.bank.catalog import Catalog
from core.models.vocabulary import InterviewType, Level
from core.services.comparing import Filters
from core.services.groups import GroupSummary
from core.services.words import TYPE_WORDS

_WIDTH = 160
"""Two beside each other on a phone."""
_ROLE, _FAMILY = "role", "family"


def chosen_filters(catalog: Catalog, mine: Mapping[UUID, GroupSummary]) -> tuple[UUID, Filters, bool]:
    """The group, the filters, and whether levels are told by skill."""
    roles: dict[tuple[str, str], str] = {}
    for family in catalog.families:
        roles[_FAMILY, family.id] = f"{family.name}: all roles"
        roles.update({(_ROLE, role.id): role.name for role in catalog.roles_of(family.id)})
    with st.container(horizontal=True, vertical_alignment="bottom"):
        group_id = st.selectbox("Group", list(mine), format_func=lambda each: mine[each].name, width=_WIDTH)
        role = st.selectbox(
            "Role", list(roles), index=None, format_func=lambda each: roles[each], placeholder="All", width=_WIDTH
        )
        level = st.selectbox("Level", list(Level), index=None, placeholder="All", width=_WIDTH)
        kind = st.selectbox(
            "Type", list(InterviewType), index=None, format_func=TYPE_WORDS.get, placeholder="All", width=_WIDTH
        )
        since = st.date_input("From", None, format="DD/MM/YYYY", width=_WIDTH)
        until = st.date_input("To", None, format="DD/MM/YYYY", width=_WIDTH)
        by_skill = st.segmented_control("Levels by", ("Dimension", "Skill"), default="Dimension", required=True)
    which, name = role or (None, None)
    filters = Filters(
        role=name if which == _ROLE else None,
        family=name if which == _FAMILY else None,
        level=level,
        type=kind,
        since=since,
        until=until,
    )
    return group_id, filters, by_skill == "Skill"
