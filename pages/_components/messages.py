"""How pages tell people what went wrong: in words, and never with a stack trace."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from core.errors import CallerError, InvalidInputError

log = logging.getLogger(__name__)


@contextmanager
def explained() -> Iterator[None]:
    """Show a caller's error where the block stands, and let the rest of the page go on."""
    try:
        yield
    except CallerError as error:
        show_error(error)


def show_error(error: CallerError) -> None:
    """An error as text; several faults as a list. Text, not Markdown: it may quote what somebody typed."""
    if isinstance(error, InvalidInputError) and len(error.faults) > 1:
        with st.container(border=True):
            st.error("Please mend these and try again:")
            for fault in error.faults:
                st.text(f"• {fault}")
    else:
        st.error(plain(str(error)))


def on_script_error(error: Exception) -> bool:
    """The last resort for what no page foresaw: log it, and say that nothing is lost."""
    log.error("a page failed", exc_info=error)
    st.error(
        "Something failed on our side. What you saved is safe. Reload the page; if it happens again, tell an admin."
    )
    return True


def plain(text: str) -> str:
    """Text for places that read Markdown, so that it is shown as it was written."""
    for mark in "\\`*_{}[]()#+-.!|<>$~:":
        text = text.replace(mark, f"\\{mark}")
    return text


def minutes(seconds: int) -> str:
    """A time limit in words: "2 minutes", "2½ minutes", "75 seconds"."""
    whole, rest = divmod(seconds, 60)
    if rest not in (0, 30) or whole == 0:
        return f"{seconds} seconds"
    return f"{whole}{'½' if rest else ''} minute{'s' if seconds > 60 else ''}"
