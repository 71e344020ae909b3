"""Backup and restore: a look at one moment while people go on, the same on both databases, whole or not at all."""

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select, text

from core.errors import BadFileError, InvalidInputError, StateError
from core.models import Base, InterviewAnswer, InterviewQuestion, OwnItem, User
from core.services import accounts, answering, own_items, report, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.store import Database, open_database
from core.store.backup import SHORT_LIVED, back_up, restore
from core.store.migrate import newest_revision, revision_of
from tests.support.clock import START
from tests.support.contexts import PASSWORD, choice, make_context, make_person
from tests.support.databases import copied_database
from tests.support.whole_life import USERNAME, whole_life

KEPT = [table for table in Base.metadata.sorted_tables if table.name not in SHORT_LIVED]
Empty = Callable[[str], Database]


@pytest.fixture
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Empty]:
    """Opens another database of either kind, as a first start leaves it: with content and nobody in it."""
    opened: list[tuple[Database, Any]] = []

    def one(kind: str) -> Database:
        folder = tmp_path / f"other-{len(opened)}"
        folder.mkdir()
        copied = copied_database(kind, request, folder)
        opened.append((open_database(next(copied)), copied))
        return opened[-1][0]

    yield one
    for db, copied in opened:
        db.dispose()
        next(copied, None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "practice.zip"


def rows(db: Database) -> dict[str, list[Any]]:
    """Every row of what a backup holds, as values that both kinds of database give alike."""
    with db.reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr_of) for table in KEPT
        }


def repr_of(row: tuple[Any, ...]) -> str:
    return json.dumps(row, default=str, sort_keys=True)


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of a backup whose members were changed."""
    with ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    copy = file.with_name("changed.zip")
    with ZipFile(copy, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return copy


def manifest_changed(members: dict[str, bytes], change: Callable[[dict[str, Any]], None]) -> None:
    body = json.loads(members["manifest.json"])
    change(body)
    members["manifest.json"] = json.dumps(body).encode()


def test_from_one_database_to_the_other_and_back_every_row_is_the_same(
    ctx: Context, empty: Empty, file: Path, tmp_path: Path
) -> None:
    life = whole_life(ctx)
    other = "postgresql" if ctx.db.is_sqlite else "sqlite"
    there, back = empty(other), empty("sqlite" if ctx.db.is_sqlite else "postgresql")
    saved = back_up(ctx.db, file, now=ctx.clock())
    before = rows(ctx.db)
    assert saved.rows == sum(map(len, before.values())) and all(before.values())
    restore(there, file)
    assert rows(there) == before
    back_up(there, tmp_path / "again.zip", now=ctx.clock())
    restore(back, tmp_path / "again.zip")
    assert rows(back) == before
    # it is not only the same rows: the product goes on with them
    moved = make_context(there.write_engine.url.render_as_string(hide_password=False), tmp_path, ctx.clock)
    person, _ = accounts.sign_in(moved, USERNAME, PASSWORD)
    assert report.open_report(moved, person, life.session_id).overall is not None
    own_items.retire_item(moved, person, _own_item(moved))  # takes the next number of its table
    moved.db.dispose()


def _own_item(ctx: Context) -> str:
    with ctx.db.reading() as session:
        return session.scalars(select(OwnItem.item_id)).one()


def test_a_backup_while_people_practise_is_one_moment(ctx: Context, empty: Empty, file: Path) -> None:
    people = [make_person(ctx, f"person{number}") for number in range(4)]
    ended = Event()

    def practise(person: Person) -> int:
        answered = 0
        while not ended.is_set():
            session_id = sessions.start_interview(ctx, person, choice())
            question = sessions.show_next(ctx, person, session_id)
            answering.submit_answer(ctx, person.id, question.id, Written("An index skips most rows.", 1))
            sessions.finish(ctx, person, session_id)
            answered += 1
        return answered

    with ThreadPoolExecutor(len(people)) as pool:
        practising = [pool.submit(practise, person) for person in people]
        try:
            saved = [back_up(ctx.db, file.with_name(f"{number}.zip"), now=ctx.clock()) for number in range(5)]
        finally:
            ended.set()
        assert all(one.result() > 0 for one in practising)
    assert [one.rows for one in saved] == sorted(one.rows for one in saved)
    there = empty("sqlite")
    restore(there, file.with_name("4.zip"))  # foreign keys hold: no answer without its question
    with there.reading() as session:
        interviews = {row.id: row for row in session.scalars(select(sessions.InterviewSession))}
        counts = dict(
            session.execute(
                select(InterviewQuestion.session_id, func.count()).group_by(InterviewQuestion.session_id)
            ).all()
        )
        assert counts and all(counts[session_id] == row.question_count for session_id, row in interviews.items())
        assert session.scalar(select(func.count()).select_from(InterviewAnswer)) <= len(interviews)


def test_people_who_are_there_are_not_replaced_by_mistake(ctx: Context, ada: Person, empty: Empty, file: Path) -> None:
    back_up(ctx.db, file, now=ctx.clock())
    make_person(ctx, "bob")
    before = rows(ctx.db)
    with pytest.raises(StateError, match="There are people in this database"):
        restore(ctx.db, file)
    assert rows(ctx.db) == before
    restore(ctx.db, file, replace=True)
    with ctx.db.reading() as session:
        assert session.scalars(select(User.username)).all() == ["ada"]
    assert accounts.sign_in(ctx, "ada", PASSWORD)[0] == ada


def test_who_signed_out_since_stays_signed_out(ctx: Context, ada: Person, file: Path) -> None:
    token = accounts.open_sign_in(ctx, ada.id).page_token
    back_up(ctx.db, file, now=ctx.clock())
    accounts.sign_out(ctx, token)
    restore(ctx.db, file, replace=True)
    assert accounts.who_is(ctx, token) is None


def _cut(members: dict[str, bytes]) -> None:
    lines = members["tables/users.jsonl"].splitlines(keepends=True)
    members["tables/users.jsonl"] = b"".join(lines[:-1])


def _other_text(members: dict[str, bytes]) -> None:
    members["tables/users.jsonl"] = members["tables/users.jsonl"].replace(b"ada@", b"eve@")


def _no_table(members: dict[str, bytes]) -> None:
    del members["tables/profiles.jsonl"]


def _no_manifest(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def _strange_manifest(members: dict[str, bytes]) -> None:
    members["manifest.json"] = b'{"format": 1, "tables": 7}'


def _strange_format(members: dict[str, bytes]) -> None:
    manifest_changed(members, lambda body: body.update(format=99))


def _unknown_table(members: dict[str, bytes]) -> None:
    manifest_changed(members, lambda body: body["tables"][0].update(name="secrets"))
    members["tables/secrets.jsonl"] = members["tables/catalog_roles.jsonl"]


def _breaks_a_rule(members: dict[str, bytes]) -> None:
    """Hashes and counts are right, but the database does not take the row."""
    wrong = members["tables/user_roles.jsonl"].replace(b'"candidate"', b'"emperor"')
    members["tables/user_roles.jsonl"] = wrong

    def right_hash(body: dict[str, Any]) -> None:
        [table] = [each for each in body["tables"] if each["name"] == "user_roles"]
        table["sha256"] = hashlib.sha256(wrong).hexdigest()

    manifest_changed(members, right_hash)


# what is seen before the database is touched, and what only it sees, when much is in already
SEEN_BEFORE = (_cut, _other_text, _no_table, _no_manifest, _strange_manifest, _strange_format)
SEEN_LATE = (_unknown_table, _breaks_a_rule)


@pytest.mark.parametrize(
    ("db_url", "damage"),
    [
        *(("sqlite", each) for each in SEEN_BEFORE),
        *((kind, each) for kind in ("sqlite", "postgresql") for each in SEEN_LATE),
    ],
    indirect=["db_url"],
)
def test_a_damaged_backup_is_refused_and_changes_nothing(
    ctx: Context, ada: Person, file: Path, damage: Callable[[dict[str, bytes]], None]
) -> None:
    back_up(ctx.db, file, now=ctx.clock())
    make_person(ctx, "bob")
    before = rows(ctx.db)
    with pytest.raises(BadFileError):
        restore(ctx.db, rewritten(file, damage), replace=True)
    assert rows(ctx.db) == before
    restore(ctx.db, file, replace=True)


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_file_that_is_cut_or_no_backup_is_refused(ctx: Context, ada: Person, file: Path) -> None:
    back_up(ctx.db, file, now=ctx.clock())
    whole = file.read_bytes()
    middle = len(whole) // 3
    for content in (b"", b"hello", whole[:-200], whole[:middle] + bytes(50) + whole[middle + 50 :]):
        file.write_bytes(content)
        with pytest.raises(BadFileError):
            restore(ctx.db, file, replace=True)
    with pytest.raises(BadFileError, match="cannot be read"):
        restore(ctx.db, file.with_name("nowhere.zip"), replace=True)
    assert accounts.person_by_id(ctx, ada.id) == ada


def test_a_newer_backup_is_refused_and_an_older_one_upgraded(
    ctx: Context, ada: Person, empty: Empty, file: Path
) -> None:
    back_up(ctx.db, file, now=ctx.clock())
    newer = rewritten(file, lambda members: manifest_changed(members, lambda body: body.update(revision="9999")))
    there = empty("sqlite" if ctx.db.is_sqlite else "postgresql")
    with pytest.raises(StateError, match="Restore it with the version that made it"):
        restore(there, newer)

    def as_of_0004(members: dict[str, bytes]) -> None:
        """As that version would have written it: without what came later."""
        here = {"users", "user_roles", "catalog_roles", "rubric_versions", "rubric_publications", "profiles"}

        def older(body: dict[str, Any]) -> None:
            body["revision"] = "0004"
            body["tables"] = [each for each in body["tables"] if each["name"] in here]

        manifest_changed(members, older)

    restore(there, rewritten(file, as_of_0004))
    with there.write_engine.connect() as connection:
        assert revision_of(connection) == newest_revision()
    with there.reading() as session:
        assert session.scalars(select(User.username)).all() == ["ada"]
        assert session.execute(text("SELECT count(*) FROM audit_events")).scalar() == 0


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_backup_is_private_whole_and_never_in_the_place_of_another(ctx: Context, file: Path) -> None:
    back_up(ctx.db, file, now=ctx.clock())
    assert file.stat().st_mode & 0o077 == 0
    content = file.read_bytes()
    with pytest.raises(InvalidInputError, match="another name"):
        back_up(ctx.db, file, now=ctx.clock())
    with pytest.raises(InvalidInputError, match="cannot be written"):
        back_up(ctx.db, file / "below.zip", now=ctx.clock())
    assert file.read_bytes() == content
    assert [each.name for each in file.parent.glob("*.part")] == []
    with ctx.db.write_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0009'"))
    with pytest.raises(StateError, match="start the dashboard once"):
        back_up(ctx.db, file.with_name("old.zip"), now=START)
    assert not file.with_name("old.zip").exists()


def test_how_far_it_is_is_told_to_the_end(ctx: Context, ada: Person, file: Path, empty: Empty) -> None:
    heard: list[tuple[str, int, int]] = []
    saved = back_up(ctx.db, file, now=ctx.clock(), told=lambda *step: heard.append(step))
    restore(empty("sqlite"), file, told=lambda *step: heard.append(step))
    for table in saved.tables:
        for doing in ("saving", "restoring"):
            assert (f"{doing} {table.name}", table.rows, table.rows) in heard
