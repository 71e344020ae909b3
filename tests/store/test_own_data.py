"""Everything that is kept about a person as a zip: whole, readable, and nothing of others or secret."""

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import event, select

from core.errors import NotFoundError
from core.exports.personal import write_personal_zip
from core.models import Base, User
from core.services import erasing
from core.services.accounts import Person
from core.services.context import Context
from tests.support.contexts import make_person
from tests.support.history import Past, PastAnswer, of_five, store
from tests.support.whole_life import ABOUT_THEM, EMAIL, FOR_OTHERS, LAST, OWN_WORD, USERNAME, whole_life

NOT_IN_IT = {
    "catalog_roles": "content",
    "item_versions": "content; the question's text is in it",
    "rubric_versions": "content",
    "throttles": "hashes that nobody can put a name to",
}
WHERE = {
    "answer_comments": "interviews",
    "answer_measurements": "interviews",
    "answer_scorings": "interviews",
    "api_tokens": "account",
    "assignment_attempts": "interviews",
    "assignment_people": "groups",
    "assignments": "groups",
    "audit_events": "events",
    "coach_groups": "groups",
    "drafts": "interviews",
    "drill_questions": "interviews",
    "drill_reviews": "drills",
    "drills": "interviews",
    "group_coaches": "coaching",
    "group_invitations": "groups",
    "group_members": "groups",
    "group_settings": "coaching",
    "interview_answers": "interviews",
    "interview_questions": "interviews",
    "interview_sessions": "interviews",
    "notifications": "notifications",
    "one_time_links": "account",
    "outside_identities": "account",
    "own_items": "studio",
    "profiles": "account",
    "rating_drafts": "coaching",
    "ratings": "interviews",
    "request_keys": "account",
    "rescore_jobs": "studio",
    "retakes": "interviews",
    "reusable_comments": "coaching",
    "review_requests": "interviews",
    "rubric_drafts": "studio",
    "rubric_publications": "studio",
    "seen_scores": "coaching",
    "share_links": "interviews",
    "sign_ins": "account",
    "user_roles": "account",
    "users": "account",
}


def exported(ctx: Context, person: Person) -> dict[str, Any]:
    """The files of the zip by their names."""
    file = io.BytesIO()
    write_personal_zip(ctx, person, file)
    with ZipFile(file) as archive:
        assert archive.testzip() is None
        return {
            name: json.loads(archive.read(name)) if name.endswith(".json") else archive.read(name).decode()
            for name in archive.namelist()
        }


def test_every_table_is_thought_of() -> None:
    tables = {table.name for table in Base.metadata.sorted_tables}
    assert set(WHERE) | set(NOT_IN_IT) == tables, "a new table: say above where a person finds what it says of them"


def test_everything_that_was_typed_or_said_of_it_is_in_it(ctx: Context) -> None:
    life = whole_life(ctx)
    files = exported(ctx, life.person)
    text = json.dumps(files, ensure_ascii=False)
    assert set(files) - {name for name in files if name.startswith("interviews/")} == {
        "read_me.txt", "account.json", "groups.json", "drills.json", "notifications.json", "events.json",
        "coaching.json", "studio.json",
    }  # fmt: skip
    # each with the word once for each text that has it
    for words in ("one", "two", "three", "app", "draft", "to keep", "rubric", "patience", "clear"):
        assert f"{OWN_WORD} {words}" in text
    for words in (f"I begin with {OWN_WORD}", f"notes on {OWN_WORD}", f"key-{OWN_WORD}", f"{OWN_WORD}-1", EMAIL, LAST):
        assert words in text
    for words in ("reason", "remark", "look"):
        assert f"{ABOUT_THEM} {words}" in text
    for words in ("reason", "remark", "title", "note", "why"):
        assert f"{FOR_OTHERS} {words}" in text
    assert set(files["account.json"]["roles"]) == {"candidate", "coach", "studio"}
    assert files["groups.json"]["memberships"][0]["group"] == "Spring"
    assert [each["title"] for each in files["groups.json"]["assignments"]] == ["Before we meet"]
    interview = next(each for each in files.values() if isinstance(each, dict) and each.get("share_links"))
    answer = interview["questions"][0]["answer"]
    assert answer["ratings"][0]["coach"] == "Carla" and answer["comments"][0]["coach"] == "Carla"
    assert answer["evidence"] and answer["scorings"] and answer["overall_score"] is not None
    assert interview["share_links"][0]["shows_scores"] is True and interview["is_drill"] is True
    assert files["drills.json"][0]["rating"] == 3


def test_no_secret_and_nothing_of_others_is_in_it(ctx: Context) -> None:
    life = whole_life(ctx)
    text = json.dumps(exported(ctx, life.person))
    with ctx.db.reading() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if column.name.endswith("_hash") and not column.name.startswith(("rubric", "item", "content")):
                    values = session.execute(select(column).where(column.is_not(None))).scalars().all()
                    assert not [value for value in values if value in text], column
        others = session.scalars(select(User.email).where(User.id != life.person.id)).all()
    assert not [email for email in others if email in text]
    for other in (life.candidate, life.coach, life.admin):
        assert str(other.id) not in text
    # what the candidate whom they coach said
    assert "I would ask why" not in text
    theirs = json.dumps(exported(ctx, life.candidate))
    assert "I would ask why" in theirs and f"{FOR_OTHERS} remark" in theirs
    assert OWN_WORD not in theirs and USERNAME not in theirs


def test_it_costs_as_many_queries_for_many_interviews_as_for_few(ctx: Context, ada: Person) -> None:
    def queries(person: Person) -> int:
        counted = []
        event.listen(ctx.db.read_engine, "before_cursor_execute", lambda *_: counted.append(1))
        write_personal_zip(ctx, person, io.BytesIO())
        return len(counted)

    bob = make_person(ctx, "bob")
    past = Past(ctx.clock(), [PastAnswer(of_five(4, 4, 4, 4, 4), 80.0)] * 3)
    store(ctx, ada, [past])
    store(ctx, bob, [past] * 20)
    assert queries(ada) == queries(bob)
    store(ctx, bob, [past] * 30)
    assert len([name for name in exported(ctx, bob) if name.startswith("interviews/")]) == 50


def test_who_is_gone_gets_nothing(ctx: Context, ada: Person) -> None:
    erasing.erase(ctx, ada.id)
    with pytest.raises(NotFoundError):
        exported(ctx, ada)
