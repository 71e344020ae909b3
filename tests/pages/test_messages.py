"""What a page says when something failed that nobody foresaw."""

from streamlit.testing.v1 import AppTest

from core.config import PROJECT


def failing() -> None:
    """A page that fails, as the served product lets it."""
    import streamlit as st

    from pages._components.messages import on_script_error

    st.title("Report")
    try:
        raise RuntimeError("the password is swordfish")
    except RuntimeError as error:
        assert on_script_error(error)


def test_a_fault_of_ours_shows_a_sentence_and_nothing_of_the_inside() -> None:
    at = AppTest.from_function(failing, default_timeout=30).run()
    assert not at.exception
    assert [error.value for error in at.error] == [
        "Something failed on our side. What you saved is safe. Reload the page; if it happens again, tell an admin."
    ]
    assert "swordfish" not in str(at.main)


def test_what_streamlit_itself_says_of_a_fault_is_without_its_details() -> None:
    assert 'showErrorDetails = "none"' in (PROJECT / ".streamlit" / "config.toml").read_text()
