"""``worker``: what is done in the background, in a process of its own, so that serving replicas need not."""

import argparse
import os
import signal
import socket
from threading import Event
from typing import TYPE_CHECKING

from core.logs import configure_logs
from core.services import chores
from core.services.context import Context, default_context

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "worker", help="sweep and score again in a process of its own, for servers with WORKER=external"
    )
    parser.set_defaults(func=_worker)


def _worker(_arguments: argparse.Namespace) -> int:
    ctx = default_context()
    configure_logs(ctx.settings.log_format)
    print("The worker is at work. Ctrl+C ends it.", flush=True)
    if ctx.db.is_sqlite:
        _work_without_queue(ctx)
    else:
        # Imported here because it takes 0.3 s, and only this needs it.
        from core.services.work_queue import run_worker

        run_worker(ctx)
    return 0


def _work_without_queue(ctx: Context) -> None:
    """On SQLite there is no queue, and nobody to share the work with."""
    ended = Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: ended.set())
    chores.work_until(ctx, f"{socket.gethostname()}-{os.getpid()}", ended)
