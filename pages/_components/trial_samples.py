"""The choice of answers to try a rubric on."""

import re
from uuid import UUID

import streamlit as st

from core.models.vocabulary import UserRole
from core.services import groups, trials
from core.services.accounts import Person
from core.services.context import Context
from core.services.trials import Sample
from core.services.words import counted
from pages._components.messages import explained, plain

EXEMPLARS, EVERYTHING, INTERVIEW, FILE = "exemplars", "everything", "interview", "file"
SESSION = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
FORGOTTEN_AFTER = 600
"""Seconds for which a sample is kept between runs: a slider must not read it again, new answers should appear."""
MOST_KEPT = 20


def chosen_sample(ctx: Context, person: Person) -> Sample | None:
    """The answers that the reader chose; None while there are none yet."""
    mine = {group.id: group.name for group in groups.groups_of_coach(ctx, person)} if person.has(UserRole.COACH) else {}
    names: dict[str | UUID, str] = {
        EXEMPLARS: "Exemplars, rated by two readers",
        EVERYTHING: "All answers here, as numbers",
        **{group_id: f"Group {name}" for group_id, name in mine.items()},
        INTERVIEW: "One interview, by the link of its report",
        FILE: "A CSV file of answers that people scored",
    }
    chosen = st.selectbox("Answers to try it on", list(names), format_func=lambda each: names[each], key="sample")
    if chosen == FILE:
        return _from_file(ctx, person)
    if chosen == INTERVIEW:
        chosen = _named_interview()
        if not chosen:
            return None
    with explained():
        sample = _kept(ctx, person, str(chosen), person.id)
        _about(sample)
        return sample if len(sample) else None
    return None


def all_answers(ctx: Context, person: Person) -> Sample:
    """The newest answers of everybody, as numbers."""
    return _kept(ctx, person, EVERYTHING, person.id)


@st.cache_resource(ttl=FORGOTTEN_AFTER, max_entries=MOST_KEPT, show_spinner="Reading the answers")
def _kept(_ctx: Context, _person: Person, chosen: str, person_id: UUID) -> Sample:
    """``person_id`` is in the key, since what somebody may read is theirs alone."""
    if chosen == EXEMPLARS:
        return trials.exemplars(_ctx, _person)
    if chosen == EVERYTHING:
        return trials.everything(_ctx, _person)
    if chosen.startswith(INTERVIEW):
        return trials.one_interview(_ctx, _person, UUID(chosen.removeprefix(INTERVIEW)))
    return trials.group_answers(_ctx, _person, UUID(chosen))


def _named_interview() -> str:
    """The interview that a pasted link names, as ``_kept`` takes it; empty while there is none."""
    link = st.text_input("Link of its report", help="Your own, or of somebody whom you coach and who shows answers.")
    found = SESSION.search(link)
    if link and not found:
        st.caption("A report's link ends in session= and an id. Open the report, and copy its address.")
    return f"{INTERVIEW}{found.group(0)}" if found else ""


def _from_file(ctx: Context, person: Person) -> Sample | None:
    given = st.file_uploader(
        "CSV with the columns answer, score, scale_max",
        type="csv",
        help="Also read, if there are: question, category, key_points, misconceptions, reference, dictated, and "
        "human_structure, human_depth and so on for scores by dimension.",
    )
    if given is None:
        return None
    key = f"file_{given.file_id}"
    if key not in st.session_state:
        bar = st.progress(0.0, "Measuring the answers")
        with explained():
            text = given.getvalue().decode("utf-8", errors="replace")
            st.session_state[key] = trials.scored_file(
                ctx,
                person,
                text,
                given.name,
                told=lambda done, of: bar.progress(done / of, f"Measured {done:,} of {of:,} answers"),
            )
        bar.empty()
    sample: Sample | None = st.session_state.get(key)
    if sample is not None:
        _about(sample)
    return sample


def _about(sample: Sample) -> None:
    """How many there are, and what is not among them."""
    told = [f"{counted(len(sample), 'answer')}, {sample.rated:,} of them rated by people."]
    if sample.unmeasured:
        told.append(f"{counted(sample.unmeasured, 'answer')} of an older scorer is left out until it is scored again.")
    st.caption(plain(" ".join(told)))
    if not len(sample):
        st.info("There are no answers here yet.")
