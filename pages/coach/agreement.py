"""Agreement: how far coaches' blind ratings agree with the machine's scores, and with each other's."""

from uuid import UUID

import streamlit as st

from core.exports.tables import agreement_csv
from core.models.vocabulary import UserRole
from core.services import groups
from core.services.agreement_of_ratings import RatingAgreement, group_agreement, whole_agreement
from core.services.agreement_rules import FEWEST, MEASURED, QWK_BAR, Between
from core.services.context import default_context
from core.services.words import counted
from pages._components.agreement_words import (
    HOW_TO_READ,
    NAMES,
    SOURCE,
    machine_in_words,
    rows_of,
    too_few,
)
from pages._components.charts import agreement_dots, palette
from pages._components.downloads import noted_download
from pages._components.guard import signed_in_as_any
from pages._components.messages import plain

WITH_MACHINE, AMONG_COACHES = "Coaches and machine", "Coaches among themselves"

ctx = default_context()
person = signed_in_as_any(UserRole.COACH, UserRole.STUDIO, UserRole.ADMIN)


def choices() -> dict[UUID | None, str]:
    """The groups that they coach by name, and None for all groups where they may see that."""
    mine = groups.groups_of_coach(ctx, person) if person.has(UserRole.COACH) else ()
    found: dict[UUID | None, str] = {group.id: group.name for group in mine}
    if person.has(UserRole.STUDIO) or person.has(UserRole.ADMIN):
        found = {None: "All groups", **found}
    return found


def chosen(found: dict[UUID | None, str]) -> RatingAgreement:
    """What the reader wants to see."""
    group_id = next(iter(found))
    if len(found) > 1:
        group_id = st.selectbox("Group", list(found), format_func=lambda each: found[each], width=320)
    else:
        st.caption(f"Group: {plain(found[group_id])}" if group_id else found[group_id])
    return whole_agreement(ctx, person) if group_id is None else group_agreement(ctx, person, group_id)


def compared(view: RatingAgreement) -> None:
    """What the figures are told from, and what is left out of them."""
    st.write(
        f"Compared are {counted(view.ratings, 'rating')} of {counted(view.answers, 'answer')} by "
        f"{view.coaches} {'coach' if view.coaches == 1 else 'coaches'}: the first that each coach gave to an answer "
        "without having seen the machine's scores."
    )


def left_out(view: RatingAgreement) -> None:
    """What the figures are not told from, and why."""
    notes = []
    if view.not_blind:
        was = "was" if view.not_blind == 1 else "were"
        notes.append(
            f"Left out: {counted(view.not_blind, 'rating')} that {was} not blind, since the coach had seen the scores "
            "or rated the answer before."
        )
    if view.decisions:
        of = "a moderator" if view.decisions == 1 else "moderators"
        notes.append(f"Left out: {counted(view.decisions, 'decision')} of {of}, who knew what others thought.")
    if view.not_scored:
        notes.append(
            f"{counted(view.not_scored, 'rating')} of answers that the machine has no score of under the same rubric."
        )
    if notes:
        st.caption(" ".join(notes))


def figure(view: RatingAgreement) -> None:
    """The kappas of both comparisons, with their intervals and the bar."""
    series = {
        name: {
            NAMES[part]: (found.qwk, found.qwk_interval.low, found.qwk_interval.high)
            for part, found in told.found.items()
            if found.qwk is not None and found.qwk_interval is not None
        }
        for name, told in ((WITH_MACHINE, view.with_machine), (AMONG_COACHES, view.among_coaches))
    }
    series = {name: values for name, values in series.items() if values}
    if series:
        st.plotly_chart(
            agreement_dots(series, palette(), bar=QWK_BAR),
            key="agreement",
            config={"displayModeBar": False},
            alt="Weighted kappa of each dimension with its interval; the numbers are in the tables below",
        )
        st.caption(
            f"A mark is the agreement, the line through it the 95 % interval. The dashed line is {QWK_BAR}, which "
            "machine scoring is commonly asked for; where coaches agree with each other is the most to hope for."
        )


def table(told: Between, *, key: str) -> None:
    """A comparison, dimension by dimension."""
    if not told.found:
        st.write(too_few(told))
    st.dataframe(
        rows_of(told),
        hide_index=True,
        placeholder="",
        key=key,
        column_config={"Dimension": st.column_config.TextColumn(pinned=True)},
    )


def with_machine(view: RatingAgreement) -> None:
    """The coaches and the machine, and what that means."""
    st.subheader(WITH_MACHINE)
    told = view.with_machine
    table(told, key="with_machine")
    for name in MEASURED:
        if name in told.found:
            words = machine_in_words(told.found[name], view.among_coaches.found.get(name))
            st.markdown(f"- **{NAMES[name]}**: {plain(words)}")


def among_coaches(view: RatingAgreement) -> None:
    """The coaches and each other."""
    st.subheader(AMONG_COACHES)
    st.write(
        "Of answers that two coaches rated, each without knowing what the other thought. First is who rated earlier, "
        "so the SMD says only whether later ratings are milder."
    )
    table(view.among_coaches, key="among_coaches")
    for number, two in enumerate(view.who_by_who):
        with st.expander(f"{plain(two.first)} and {plain(two.second)}"):
            st.caption(f"First is {plain(two.first)}: an SMD above 0 means that {plain(two.second)} is milder.")
            table(two.between, key=f"two_{number}")


def explained_below() -> None:
    """What the columns are."""
    with st.expander("How to read this"):
        for name, words in HOW_TO_READ.items():
            st.markdown(f"- **{name}**: {plain(words)}")
        st.write(
            "In brackets stands the 95 % interval: it comes from drawing the questions again and again, since answers "
            f"to one question resemble each other. Below {FEWEST} pairs nothing is told. The overall score is the "
            "weighted mean of the dimensions, 0 to 5, of those that both sides rated."
        )
        st.caption(plain(SOURCE))


st.title("Agreement")
found = choices()
if not found:
    st.write("Here you see how far your ratings agree with the machine's. You coach no group yet: make one first.")
    if st.button("Go to groups", type="primary"):
        st.switch_page("coach/people.py")
else:
    view = chosen(found)
    if view.ratings:
        compared(view)
    else:
        st.write(
            "Nobody has rated an answer blind yet. Once coaches have, this page says how far they agree with the "
            f"machine and with each other, dimension by dimension, from {FEWEST} ratings on."
        )
    left_out(view)
    if view.ratings:
        figure(view)
        with_machine(view)
        among_coaches(view)
        explained_below()
        st.download_button(
            "Download as CSV",
            noted_download(ctx, person, lambda: agreement_csv(view), "agreement", "csv"),
            f"agreement-{ctx.clock():%Y-%m-%d}.csv",
            "text/csv",
            on_click="ignore",
        )
