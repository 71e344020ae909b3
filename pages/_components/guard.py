"""Every page begins here: who is looking, and may they?"""

import streamlit as st

from core.models.vocabulary import UserRole
from core.services.accounts import Person, require, require_any
from pages._components.identity import current_person


def signed_in(role: UserRole | None = None) -> Person:
    """The person who looks at this page.

    Raises:
        ForbiddenError: when they lack the role; services check again.
    """
    person = current_person()
    if person is None:
        st.switch_page("account/sign_in.py")
    if role is not None:
        require(person, role)
    return person


def signed_in_as_any(*roles: UserRole) -> Person:
    """The person who looks at this page, if they hold one of the roles."""
    return require_any(signed_in(), *roles)
