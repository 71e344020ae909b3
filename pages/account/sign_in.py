"""The address of sign-in links. Somebody who is signed in already goes home, unless the link sets a new password."""

import streamlit as st

from core.services.context import default_context
from pages._components.identity import current_person
from pages._components.sign_in_screen import sign_in_screen

if current_person() is None or "reset" in st.query_params:
    sign_in_screen(default_context())
else:
    st.switch_page("home.py")
