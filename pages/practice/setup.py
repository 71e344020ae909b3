"""Set up an interview: the role, the level, the kind, how many questions, and when feedback is shown."""

import streamlit as st

from core.models.vocabulary import RoleSource, Timing, UserRole
from core.services import generator, profiles, sessions
from core.services.context import default_context
from core.services.roles import RoleChoice, custom_role, role_from_catalog
from core.services.sessions import InterviewChoice
from core.services.shares import FEWEST, MOST, USUAL
from core.services.suggestion import match_custom_role, suggest_roles
from pages._components.guard import signed_in
from pages._components.interview_choices import (
    followups_choice,
    level_choice,
    mode_choice,
    shares_in_words,
    type_choice,
)
from pages._components.messages import plain
from pages._components.timing import timing_choice

SOURCE_WORDS = {
    RoleSource.CATALOG: "From the catalog",
    RoleSource.SUGGESTION: "Suggested for me",
    RoleSource.CUSTOM: "My own role",
}

ctx = default_context()
person = signed_in(UserRole.CANDIDATE)
profile = profiles.profile_of(ctx, person)


def from_catalog() -> RoleChoice | None:
    """A role picked by family."""
    families = {family.id: family.name for family in ctx.catalog.families}
    left, right = st.columns(2)
    family = left.selectbox("Field", list(families), format_func=families.__getitem__, key="family")
    roles = {role.id: role.name for role in ctx.catalog.roles_of(family)}
    chosen = right.selectbox("Role", list(roles), format_func=roles.__getitem__, key="role")
    st.caption(plain(ctx.catalog.role(chosen).description))
    return role_from_catalog(ctx.catalog, chosen)


def suggested() -> RoleChoice | None:
    """A role that the profile speaks for, with the words that do."""
    found = suggest_roles(
        skills=profile.skills,
        experience=profile.experience,
        documents=[profile.cv_text, profile.job_text],
        catalog=ctx.catalog,
    )
    if not found:
        st.info("Your profile says too little to suggest a role. Add skills, a CV or a job description.")
        if st.button("Open my profile"):
            st.switch_page("account/profile.py")
        return None
    by_role = {suggestion.role: suggestion for suggestion in found}
    chosen = st.radio("Roles that fit", list(by_role), format_func=lambda role: ctx.catalog.role(role).name)
    words = [f"“{plain(word.text)}”" for reason in by_role[chosen].reasons for word in reason.words]
    st.caption("Because your profile says: " + ", ".join(dict.fromkeys(words)))
    return role_from_catalog(ctx.catalog, chosen)


def own() -> RoleChoice | None:
    """A typed role, matched to skills that may be corrected."""
    title = st.text_input("Role", max_chars=100, placeholder="for example: Payments product manager", key="own_title")
    description = st.text_area("What the job asks for (optional)", max_chars=5000, key="own_description")
    if not title.strip():
        st.caption("Type the role that you are preparing for.")
        return None
    match = match_custom_role(title, description, ctx.catalog)
    st.caption(plain(match.note))
    weights = {skill.skill: skill.weight for skill in match.skills}
    names = {skill.id: skill.name for skill in ctx.catalog.skills}
    chosen = st.multiselect(
        "Skills that it is about; correct them if need be",
        sorted(names, key=names.__getitem__),
        default=list(weights),
        format_func=names.__getitem__,
        key=f"own_skills_{title}_{description}",
    )
    if not chosen:
        st.caption("Choose at least one skill.")
        return None
    like = ctx.catalog.role(match.role) if match.role else None
    return custom_role(title, {skill: weights.get(skill, 0.7) for skill in chosen}, like=like)


def notes_on(choice: InterviewChoice) -> None:
    """What the draw would look like: how many of each kind, and where the bank has to reach out."""
    st.caption(shares_in_words(choice.type, choice.count))
    plan = generator.plan_interview(
        choice.role, choice.level, choice.type, {"skills": profile.skills}, count=choice.count, ctx=ctx
    )
    minutes = round(sum(question.item.seconds for question in plan.questions) * choice.timing.factor / 60)
    if choice.timing is Timing.UNTIMED:
        st.caption(f"No clock runs. Others have about {minutes} minutes for this.")
    else:
        st.caption(f"About {minutes} minutes if you use all the time there is. Pause between questions as you like.")
    for note in plan.notes:
        st.info(plain(note))


st.title("Set up an interview")
source = st.segmented_control(
    "Where the role comes from",
    list(SOURCE_WORDS),
    default=RoleSource.CATALOG,
    required=True,
    format_func=SOURCE_WORDS.__getitem__,
    key="source",
)
role = {RoleSource.CATALOG: from_catalog, RoleSource.SUGGESTION: suggested, RoleSource.CUSTOM: own}[source]()
left, right = st.columns(2)
level, kind = level_choice(left, key="level"), type_choice(right, key="type")
if role is not None and role.id is not None:
    st.caption(plain(ctx.catalog.role(role.id).differs(level)))
left, right = st.columns(2)
count = left.slider("Questions", FEWEST, MOST, USUAL, key="count")
mode = mode_choice(right, key="mode")
left, right = st.columns(2)
with left:
    timing = timing_choice(
        "Time for each question",
        profile.timing,
        key="timing",
        help="Your profile says which of these your interviews begin with.",
    )
followups = followups_choice(
    right, key="followups", help="At most three in an interview, each right after the answer that calls for it."
)
if role is not None:
    choice = InterviewChoice(
        role=role,
        role_source=source,
        level=level,
        type=kind,
        mode=mode,
        count=count,
        timing=timing,
        followups=followups,
    )
    notes_on(choice)
    if st.button("Start the interview", type="primary", key="start"):
        session_id = sessions.start_interview(ctx, person, choice)
        st.switch_page("practice/interview.py", query_params={"session": str(session_id)})
