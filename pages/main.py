"""The script that every run begins with: who is it, where may they go, which page is this."""

import streamlit as st

from core.errors import CallerError
from core.models.vocabulary import UserRole
from core.services.accounts import Person
from core.services.context import default_context
from pages._components.identity import keep_cookie, look_up_person, sign_out
from pages._components.messages import plain, show_error
from pages._components.origin import note_origin
from pages._components.sign_in_screen import sign_in_screen
from pages._components.turns import PAGE_TURNS

CANDIDATE_PAGES = (
    ("practice/setup.py", "Practise", "practise", True),
    ("practice/drills.py", "Drills", "drills", True),
    ("practice/history.py", "My interviews", "my_interviews", True),
    ("practice/progress.py", "Progress", "progress", True),
    ("practice/coaches.py", "Coaches", "join", True),
    ("practice/interview.py", "Interview", "interview", False),
    ("practice/report.py", "Report", "report", False),
)
GROUP_PAGES = (("coach/people.py", "Groups", "groups", True),)
COACH_PAGES = (
    ("coach/review.py", "Review", "review", True),
    ("coach/compare.py", "Compare", "compare", True),
    ("coach/assignments.py", "Assignments", "assignments", True),
    ("coach/report.py", "Member's report", "coach_report", False),
)
# Those with a table of many columns.
WIDE_PAGES = {"compare", "tune", "audit"}
CONTENT_PAGES = (
    ("studio/items.py", "Questions", "questions", True),
    ("studio/rubric.py", "Rubric", "rubric", True),
    ("coach/agreement.py", "Agreement", "agreement", True),
)
STUDIO_PAGES = (
    ("studio/tune.py", "Tune", "tune", True),
    ("studio/two_versions.py", "Two versions", "two_versions", True),
)
# A report behind a link, which whoever has the link may see.
OPEN_PAGES = (("practice/shared.py", "Shared report", "shared", False),)
ADMIN_PAGES = (
    ("account/people.py", "People", "people", True),
    ("account/audit.py", "Audit log", "audit", True),
)
ACCOUNT_PAGES = (
    ("account/profile.py", "Profile", "profile", True),
    ("account/access.py", "Account", "account", True),
)


# In the dark theme the primary colour is light, and Streamlit's white on it is too faint to read.
DARK_PRIMARY_BUTTONS = """<style>
[data-testid^="stBaseButton-primary"], [data-testid^="stBaseButton-primary"] p { color: #06201d; }
</style>"""


def main() -> None:
    """One run of the dashboard."""
    st.set_page_config(page_title="Interview practice", page_icon="pages/_components/icon.svg")
    if st.context.theme.type == "dark":
        st.html(DARK_PRIMARY_BUTTONS)
    note_origin()
    person = look_up_person()
    keep_cookie()
    page = st.navigation(_pages(person), position="top" if person else "hidden")
    # Only here, where the page is known: a page that became wide after the start would jump at every run.
    st.set_page_config(layout="wide" if person and page.url_path in WIDE_PAGES else "centered")
    try:
        if person is None and page.url_path not in {url for _, _, url, _ in OPEN_PAGES}:
            # Drawn in place, so that the address stays and leads on after the sign-in.
            sign_in_screen(default_context())
        else:
            page.run()
    except CallerError as error:
        show_error(error)
    if person is not None:
        _foot(person)


def _pages(person: Person | None) -> list[st.Page]:
    """Every page that this person has, in one list: Streamlit's menu with sections is no list to a screen reader."""
    home = st.Page("home.py", title="Home", url_path="home", default=True)
    if person is None:
        team = GROUP_PAGES + COACH_PAGES + CONTENT_PAGES + STUDIO_PAGES + ADMIN_PAGES
        everything = CANDIDATE_PAGES + team + ACCOUNT_PAGES + OPEN_PAGES
        return [home, _sign_in_page(), *_listed(everything)]
    menu = [home, *_listed(CANDIDATE_PAGES)]
    if person.has(UserRole.COACH) or person.has(UserRole.ADMIN):
        menu += _listed(GROUP_PAGES)
    if person.has(UserRole.COACH):
        menu += _listed(COACH_PAGES)
    if person.has(UserRole.COACH) or person.has(UserRole.STUDIO) or person.has(UserRole.ADMIN):
        menu += _listed(CONTENT_PAGES)
    if person.has(UserRole.STUDIO):
        menu += _listed(STUDIO_PAGES)
    if person.has(UserRole.ADMIN):
        menu += _listed(ADMIN_PAGES)
    return [*menu, *_listed(ACCOUNT_PAGES + OPEN_PAGES), _sign_in_page()]


def _listed(pages: tuple[tuple[str, str, str, bool], ...]) -> list[st.Page]:
    return [
        st.Page(path, title=title, url_path=url, visibility="visible" if shown else "hidden")
        for path, title, url, shown in pages
    ]


def _sign_in_page() -> st.Page:
    return st.Page("account/sign_in.py", title="Sign in", url_path="sign_in", visibility="hidden")


def _foot(person: Person) -> None:
    st.divider()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(f"Signed in as {plain(person.username)}")
        st.button("Sign out", type="tertiary", on_click=sign_out, key="sign_out")


with PAGE_TURNS.one():
    main()
