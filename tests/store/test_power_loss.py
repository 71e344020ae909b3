"""The power fails while answers are handed in, and every one that was acknowledged is on the disk.

Only what was fsynced is there. ``make chaos`` does the same to the whole product.
"""

import os
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select, text

from core.models import InterviewAnswer
from core.services import reading, sessions
from core.services.context import utc_now
from core.store import open_database
from tests.support.contexts import choice, make_context, make_person
from tests.support.live_app import PROJECT
from tests.support.power_loss import missing, moments, power_losses, recorder, recording

INTERVIEWS = 4
MOMENTS = 12

pytestmark = pytest.mark.skipif(missing() is not None, reason=str(missing()))


@pytest.fixture
def file(tmp_path: Path, new_sqlite: Path) -> Path:
    return Path(shutil.copy(new_sqlite, tmp_path / "interviews.db"))


def losses(file: Path, *settings: str) -> list[str]:
    """Hand in answers, take the power away at random moments, and tell what was lost."""
    folder = file.parent
    url = f"sqlite:///{file}"
    ctx = make_context(url, folder, utc_now)
    ada = make_person(ctx, "ada")
    interviews = [sessions.start_interview(ctx, ada, choice()) for _ in range(INTERVIEWS)]
    lines = [f"{ada.id} {question.id}" for each in interviews for question in reading.questions(ctx, ada, each)]
    ctx.db.dispose()
    before, record = {file: file.read_bytes()}, folder / "record"
    printed = subprocess.run(
        [sys.executable, "-m", "tests.support.write_answers", url, *settings],
        input="\n".join(lines),
        cwd=PROJECT,
        env=os.environ | recording(recorder(folder), file, record),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    acknowledged = [line.split(" ", 2) for line in printed.splitlines()]
    assert len(acknowledged) == len(lines)
    found = []
    chance = random.Random(5)
    for torn in (None, chance):
        at = moments(record, MOMENTS, chance)
        for moment, files in power_losses(before, record, at, folder, torn):
            left = replace(ctx, db=open_database(f"sqlite:///{files / file.name}"))
            with left.db.reading() as session:
                stored = dict(session.execute(select(InterviewAnswer.question_id, InterviewAnswer.answer_text)).all())
                found += [line for line in session.scalars(text("PRAGMA integrity_check")) if line != "ok"]
            left.db.dispose()
            found += [
                f"{question_id} at {moment}"
                for when, question_id, typed in acknowledged
                if float(when) <= moment and stored.get(UUID(question_id)) != typed
            ]
    return found


def test_what_was_acknowledged_is_there_after_a_power_loss(file: Path) -> None:
    assert losses(file) == []


def test_with_less_care_answers_would_be_lost_and_this_would_see_it(file: Path) -> None:
    assert losses(file, "NORMAL")
