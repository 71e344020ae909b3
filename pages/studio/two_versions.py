"""Two versions of the rubric on the same answers: where they differ, and which answers they disagree on."""

import streamlit as st

from core.models.vocabulary import UserRole
from core.rubric import Rubric, changes_between
from core.services import publishing, rubric_drafts
from core.services.context import default_context
from core.services.trial_rules import try_rubric
from core.services.words import counted
from pages._components.guard import signed_in
from pages._components.trial_parts import agreement, headline, scatter
from pages._components.trial_samples import chosen_sample

ctx = default_context()
person = signed_in(UserRole.STUDIO)


def rubrics_to_choose() -> dict[str, Rubric]:
    """Every version that was ever in force, and one's own drafts that are rubrics, by what they are called."""
    found: dict[str, Rubric] = {}
    for one in publishing.publications(ctx, person):
        rubric = publishing.version(ctx, person, one.rubric_hash)
        if rubric not in found.values():
            sign = "in force since" if one.is_in_force else "published"
            found[f"{one.reason} ({sign} {one.published_at:%d %b %Y %H:%M})"] = rubric
    for summary in rubric_drafts.my_drafts(ctx, person):
        draft = rubric_drafts.open_draft(ctx, person, summary.id)
        if draft.rubric is not None:
            found[f"Draft: {draft.title} ({str(draft.id)[:8]})"] = draft.rubric
    return found


def both(names: list[str], choices: dict[str, Rubric]) -> None:
    """What is different, and what that does to the chosen answers."""
    first, second = (choices[name] for name in names)
    changes = changes_between(first, second)
    if not changes:
        st.info("These two are the same.")
        return
    with st.expander(f"{counted(len(changes), 'difference')} between them"):
        st.dataframe([{"What": one.where, "A": one.before, "B": one.after} for one in changes], hide_index=True)
    sample = chosen_sample(ctx, person)
    if sample is not None:
        trial = try_rubric(sample.table, first, second)
        headline(trial)
        scatter(sample, trial, ("A", "B"))
        st.subheader("Agreement with people")
        agreement(sample, trial, ("A", "B"))


st.title("Two versions")
choices = rubrics_to_choose()
if len(choices) < 2:
    st.write("Here you lay two versions of the rubric side by side. There is one so far: begin a draft.")
    if st.button("Tune the rubric", type="primary"):
        st.switch_page("studio/tune.py")
else:
    options = list(choices)
    with st.container(horizontal=True):
        names = [
            st.selectbox(f"Version {letter}", options, index=place, key=f"version_{letter}")
            for place, letter in enumerate("AB")
        ]
    both(names, choices)
