"""The versions of the rubric: what was published when and why, undoing it, and scoring past answers again."""

import streamlit as st

from core.models.vocabulary import JobState, UserRole
from core.services import publishing, rescoring, rubrics
from core.services.accounts import Person
from core.services.context import Context
from core.services.publishing import LONGEST_REASON, Publication
from core.services.rescoring import JobView
from core.services.trial_rules import try_rubric
from core.services.words import counted
from pages._components.identity import see_that_still
from pages._components.messages import explained, plain
from pages._components.trial_parts import headline
from pages._components.trial_samples import all_answers

LOOK_EVERY = 2.0
STATE_WORDS = {
    JobState.RUNNING: "going on",
    JobState.PAUSED: "paused",
    JobState.STOPPED: "stopped",
    JobState.DONE: "done",
}


def versions(ctx: Context, person: Person) -> None:
    """Every publication, newest first; the product team can put an older version in force again."""
    told = publishing.publications(ctx, person)
    in_force = told[0].rubric_hash
    offered = {in_force}
    for number, one in enumerate(told):
        with st.container(border=True):
            sign = " · in force" if one.is_in_force else ""
            st.markdown(f"**{plain(one.title)}**, version {one.rubric_hash[:12]}{sign}")
            st.text(one.reason)
            who = f"{one.author}, " if one.author else ""
            st.caption(plain(f"{who}{one.published_at:%d %B %Y, %H:%M} UTC"))
            # each older version once, however often it was in force
            if one.rubric_hash not in offered and person.has(UserRole.STUDIO):
                _undo(ctx, person, one, number)
            offered.add(one.rubric_hash)


def _undo(ctx: Context, person: Person, one: Publication, number: int) -> None:
    with st.popover("Put in force again"), st.form(f"again_{number}", border=False), explained():
        reason = st.text_input("Why", max_chars=LONGEST_REASON)
        if st.form_submit_button("Put in force", type="primary"):
            publishing.publish_version(ctx, person, one.rubric_hash, reason)
            st.rerun()


def rescore(ctx: Context, person: Person) -> None:
    """What the rubric in force would do to past answers, the button that does it, and how far it is."""
    jobs = rescoring.rescoring_jobs(ctx, person, limit=5)
    if jobs and not jobs[0].is_over:
        _progress(ctx, person)
        return
    if jobs:
        last = jobs[0]
        st.caption(
            f"Last time: {STATE_WORDS[last.state]}, {counted(last.done, 'interview')} to version "
            f"{last.rubric_hash[:12]}, {last.updated_at:%d %B %Y, %H:%M} UTC."
        )
    if not person.has(UserRole.STUDIO):
        st.write("The product team can score past answers again under the rubric in force.")
        return
    st.write(
        "Past interviews keep the scores that they got. Scored again, they move to the rubric in force: old scores "
        "stay on record, trends become comparable, and an older version undoes it. Interviews going on are left alone."
    )
    if st.toggle("See first what it would do", key="dry_run"):
        _dry_run(ctx, person)
    if st.button("Score past answers again"):
        with explained():
            rescoring.start_rescoring(ctx, person, rubrics.rubric_in_force(ctx.db).content_hash)
            st.rerun()


def _dry_run(ctx: Context, person: Person) -> None:
    """The newest answers as they are scored now, against what the rubric in force makes of them."""
    sample = all_answers(ctx, person)
    if not len(sample):
        st.write("There are no answers yet.")
        return
    headline(try_rubric(sample.table, sample.now, rubrics.rubric_in_force(ctx.db)))
    st.caption(f"From the newest {counted(len(sample), 'answer')}, as numbers. Nothing was changed.")


@st.fragment(run_every=LOOK_EVERY)
def _progress(ctx: Context, person: Person) -> None:
    """How far the job is; looks again by itself until it is over."""
    see_that_still(person)
    job = rescoring.rescoring_jobs(ctx, person, limit=1)[0]
    st.progress(job.share, f"{job.done:,} of {counted(job.total, 'interview')} scored again, {STATE_WORDS[job.state]}")
    if job.fault:
        st.error(plain(f"It was paused by a fault: {job.fault}. Tell an admin, then let it go on or stop it."))
    if job.is_over:
        st.rerun()
    if person.has(UserRole.STUDIO):
        _buttons(ctx, person, job)


def _buttons(ctx: Context, person: Person, job: JobView) -> None:
    with st.container(horizontal=True):
        if job.state is JobState.RUNNING and st.button("Pause"):
            rescoring.pause_rescoring(ctx, person, job.id)
            st.rerun(scope="fragment")
        if job.state is JobState.PAUSED and st.button("Go on", type="primary"):
            rescoring.resume_rescoring(ctx, person, job.id)
            st.rerun(scope="fragment")
        if st.button("Stop for good", type="tertiary"):
            rescoring.stop_rescoring(ctx, person, job.id)
            st.rerun()
