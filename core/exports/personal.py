"""Everything that is kept about a person as one zip of JSON files, for them to take along."""

import json
from datetime import datetime
from enum import Enum
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from core.services.context import Context
from core.services.own_data import own_data
from core.services.persons import Person

ABOUT = """Everything that Interview practice keeps about {name}, as of {now:%d %B %Y, %H:%M} UTC.

account.json        name, e-mail address, roles, profile, sign-ins, API tokens (without their secrets)
interviews/         one file for each interview or set of drills: questions, drafts, notes, answers, scores with the
                    evidence behind them, and what coaches rated, commented and were asked for
groups.json         coaching groups, invitations, assignments
drills.json         how each drilled question went
notifications.json  what you were told
events.json         what was recorded of what you did and what was done to your account
coaching.json       if you coach: what you rated, wrote and set
studio.json         if you are of the product team: rubrics and questions of yours

Times are in UTC. Scores of a dimension go from 0 to 5, overall scores from 0 to 100. Passwords and secrets are stored
as hashes only, and are not in here.
"""


def write_personal_zip(ctx: Context, person: Person, file: IO[bytes]) -> int:
    """Write all of it; returns how many interviews there are in it.

    Raises:
        NotFoundError: when the account is gone.
    """
    interviews = 0
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        about = ABOUT.format(name=f"{person.name} ({person.username})", now=ctx.clock())
        archive.writestr("read_me.txt", about)
        for name, content in own_data(ctx, person):
            archive.writestr(f"{name}.json", json.dumps(content, ensure_ascii=False, indent=1, default=_plain))
            interviews += name.startswith("interviews/")
    return interviews


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no place in JSON")
