"""Where a run of a page comes from: for the logs, the audit log, and whoever has to wait after too many guesses."""

import logging
from types import ModuleType

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.api.sign_in import KNOWN_BROWSER, cookie_name
from core.logs import ORIGIN, Origin, configure_logs
from core.services.accounts import Caller
from core.services.context import default_context
from core.services.digests import digest


def note_origin() -> None:
    """Let what is logged and audited in this run say which page session it was, and from which address."""
    run = get_script_run_ctx()
    # Its id itself is a secret of a kind: it stands in the addresses of uploads, and names the page to the server.
    ORIGIN.set(Origin(digest(run.session_id)[:12] if run else "-", client_address()))


def client_address() -> str | None:
    """The client's address, where it is known; None on the server's own machine.

    It is that of the websocket's other end, or what a proxy says that the server was told to trust.
    """
    address = st.context.ip_address
    return address if isinstance(address, str) else None


def caller() -> Caller:
    """Who knocks, for a sign-in."""
    mark = st.context.cookies.get(cookie_name(default_context().settings, KNOWN_BROWSER))
    return Caller(client_address(), mark if isinstance(mark, str) else None)


def configure_page_logs(streamlit_logger: ModuleType, log_format: str) -> None:
    """Send what Streamlit logs through our one place, too, now and later: its loggers bring handlers of their own.

    Args:
        streamlit_logger: the module ``streamlit.logger``.
        log_format: as for ``configure_logs``.
    """

    def through_ours(logger: logging.Logger) -> None:
        logger.handlers, logger.propagate = [], True

    streamlit_logger.setup_formatter = through_ours  # type: ignore[attr-defined]
    configure_logs(log_format)
