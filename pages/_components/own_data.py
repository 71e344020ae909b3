"""On the account page: taking one's data along, and erasing the account."""

import io
from contextlib import suppress

import streamlit as st

from core.errors import NotFoundError
from core.exports.personal import write_personal_zip
from core.services import audit, erasing, retention
from core.services.accounts import Person
from core.services.context import Context
from core.services.words import counted
from pages._components.identity import sign_out
from pages._components.messages import explained

ERASED = "account_erased"
"""In the session state: that the account of whoever sat here is gone, for the page that they see next."""


def take_along(ctx: Context, person: Person) -> None:
    """One file with everything, and how long interviews are kept, where that is limited."""
    with st.container(border=True):
        st.subheader("Take your data with you")
        st.write(
            "One zip with everything that is kept about you, as JSON: your profile, interviews, answers, drafts and "
            "notes, scores with their reasons, and what coaches said of them. Scores that you have not looked at yet "
            "are in it too."
        )
        _how_long_kept(ctx, person)
        st.download_button(
            "Download my data",
            lambda: _zip(ctx, person),
            f"{person.username}-{ctx.clock():%Y-%m-%d}.zip",
            "application/zip",
            on_click="ignore",
        )


def erase_account(ctx: Context, person: Person) -> None:
    """The form that ends it all, folded away."""
    with st.expander("Erase my account"):
        st.write(
            "Your account goes for good, with your profile, interviews, answers, scores, what coaches said of them, "
            "and links to your reports. Nobody can bring it back. What you did for others as a coach or for the "
            "product stays, without your name."
        )
        st.caption("Without a password, because you sign in with another provider? Ask an admin to erase it.")
        with st.form("erase_account", border=False), explained():
            password = st.text_input("Your password", type="password", autocomplete="current-password")
            typed = st.text_input("Your username, to say that you mean it")
            if st.form_submit_button("Erase my account"):
                with suppress(NotFoundError):  # the first of two clicks was faster
                    erasing.erase_own(ctx, person, password=password, typed_name=typed)
                sign_out()
                st.session_state[ERASED] = True
                st.rerun()


def say_if_erased() -> None:
    """On the page after it, once."""
    if st.session_state.pop(ERASED, False):
        st.success("Your account and everything that was yours is erased. Thank you for practising here.")


def _how_long_kept(ctx: Context, person: Person) -> None:
    kept = retention.kept_for(ctx, person)
    if kept is None:
        return
    st.caption(f"Interviews are kept for {kept.days} days after you last worked on them.")
    if kept.first_at is not None:
        st.warning(
            f"{counted(kept.ending, 'interview')} of yours will be erased, the first on {kept.first_at:%d %B %Y}. "
            "Download your data to keep what is in there."
        )


def _zip(ctx: Context, person: Person) -> bytes:
    file = io.BytesIO()
    write_personal_zip(ctx, person, file)
    audit.note(ctx, audit.Kind.EXPORTED, actor_id=person.id, subject_id=person.id)
    return file.getvalue()
