"""Many programs at once go from setup to report over the REST API, driven by locust, which prints its figures.

``make load PEOPLE=50`` serves the product on a database of its own and measures against that. Locust has an environment
of its own: it comes with a plugin that every run of pytest would load.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from core.models import InterviewAnswer
from core.models.vocabulary import Scope
from core.services import api_tokens
from core.services.context import Context, utc_now
from tests.load.candidates import allow_many_connections
from tests.load.people import make_people
from tests.support.contexts import make_context, real_bank
from tests.support.live_app import PROJECT, LiveApp

QUESTIONS = 10
LOCUST = PROJECT / ".venv" / "locust" / "bin" / "locust"
LONGEST = "30m"


def drive(app: LiveApp, folder: Path, tokens: list[str]) -> bool:
    """Let all of them practise at once; whether none was refused anything."""
    texts = [item.model_answer for item in real_bank().items.values()]
    given = folder / "programs.json"
    given.write_text(json.dumps({"tokens": tokens, "texts": texts, "questions": QUESTIONS}))
    count = str(len(tokens))
    command = [str(LOCUST), "--locustfile", "tests/load/locustfile.py", "--headless", "--host", app.url]
    command += ["--users", count, "--spawn-rate", count, "--run-time", LONGEST, "--only-summary", "--loglevel", "ERROR"]
    environ = os.environ | {"PROGRAMS": str(given), "ACKNOWLEDGED": str(folder / "acknowledged")}
    return subprocess.run(command, cwd=PROJECT, env=environ, check=False).returncode == 0


def missing(ctx: Context, acknowledged: Path) -> tuple[int, int]:
    """How many answers were acknowledged, and how many of them are not there with their very text."""
    kept = [json.loads(line) for line in acknowledged.read_text().splitlines()] if acknowledged.exists() else []
    with ctx.db.reading() as session:
        stored = dict(session.execute(select(InterviewAnswer.question_id, InterviewAnswer.answer_text)).all())
    return len(kept), sum(stored.get(UUID(question_id)) != text for question_id, text in kept)


def main() -> None:
    """Serve, practise, print; exit with 1 when something was refused or lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    people = parser.parse_args().people
    allow_many_connections()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = LiveApp(folder / "data")
        ctx = make_context(app.database_url, folder, utc_now)
        tokens = [
            api_tokens.make_token(ctx, person, name="load", scope=Scope.PRACTISE).secret
            for person in make_people(ctx, people)
        ]
        ctx.db.dispose()
        app.start()
        print(f"{people} programs, each with an interview of {QUESTIONS} questions, all at once:", flush=True)
        try:
            accepted = drive(app, folder, tokens)
        finally:
            app.stop()
        acknowledged, lost = missing(ctx, folder / "acknowledged")
        ctx.db.dispose()
    print(f"acknowledged: {acknowledged} answers of {people * QUESTIONS}; missing or changed: {lost}")
    sys.exit(not accepted or lost > 0 or acknowledged != people * QUESTIONS)


if __name__ == "__main__":
    main()
