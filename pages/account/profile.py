"""Your profile: it steers which roles are suggested and which questions come first."""

import streamlit as st

from core.services import profiles
from core.services.context import default_context
from core.services.documents import read_document
from core.services.suggestion import match_skills
from pages._components.guard import signed_in
from pages._components.messages import explained
from pages._components.timing import timing_choice

CV, JOB = "profile_cv", "profile_job"

ctx = default_context()
person = signed_in()
profile = profiles.profile_of(ctx, person)
st.session_state.setdefault(CV, profile.cv_text)
st.session_state.setdefault(JOB, profile.job_text)


def read_into(uploaded_key: str, text_key: str) -> None:
    """Put the text of an uploaded file where it can be read and corrected."""
    if (file := st.session_state[uploaded_key]) is not None:
        with explained():
            st.session_state[text_key] = read_document(file.name, file.getvalue())


def document(label: str, key: str) -> str:
    """A text that can be pasted or taken from a file."""
    st.file_uploader(
        f"{label} as a file",
        type=["pdf", "docx", "txt"],
        key=f"{key}_file",
        on_change=read_into,
        args=(f"{key}_file", key),
        help="PDF, DOCX or TXT, up to 5 MB. Only its text is kept.",
    )
    return st.text_area(f"{label}, pasted or read from the file", key=key, height=160)


st.title("Profile")
st.write("All of this is optional and only yours to see. The more you tell, the better the questions fit.")
cv_text = document("CV", CV)
job_text = document("Job description", JOB)
experience = st.text_area("Experience in your own words", value=profile.experience, height=100)

found = [match.skill for match in match_skills("\n".join((cv_text, job_text, experience)), ctx.catalog)]
names = {skill.id: skill.name for skill in ctx.catalog.skills}
skills = st.multiselect(
    "Skills", sorted(names, key=names.__getitem__), default=list(profile.skills), format_func=names.__getitem__
)
if missing := [names[skill] for skill in found if skill not in skills]:
    st.caption("Found in your texts and not listed yet: " + ", ".join(missing))
    add_found = st.checkbox("Add them", value=profile.is_empty)
    skills = skills + [skill for skill in found if skill not in skills] if add_found else skills

timing = timing_choice(
    "Time that your interviews begin with",
    profile.timing,
    key="profile_timing",
    help="More time, or no clock at all, is for anybody who needs it and costs no points. Each interview may differ.",
)

if st.button("Save profile", type="primary"):
    with explained():
        profiles.save_profile(
            ctx, person, skills=skills, experience=experience, cv_text=cv_text, job_text=job_text, timing=timing
        )
        st.success("Your profile is saved.")
