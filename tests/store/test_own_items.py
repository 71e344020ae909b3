"""Items that people bring: taken in strictly, asked like the others, taken out again; and how items perform."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from core.bank.item import Item
from core.bank.tables import fields_of, read_csv, write_csv
from core.errors import BadFileError, ForbiddenError, InvalidInputError, NotFoundError
from core.models import InterviewQuestion, OwnItem, UserRoleRow
from core.models.vocabulary import InterviewType, UserRole
from core.services import accounts, answering, own_items, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from tests.support.contexts import choice, make_person
from tests.support.own_item import FIELDS


@pytest.fixture
def grant(ctx: Context) -> Callable[..., Person]:
    def make(name: str, role: UserRole) -> Person:
        person = make_person(ctx, name)
        with ctx.db.writing() as session:
            session.add(UserRoleRow(user_id=person.id, role=role))
        return accounts.person_by_id(ctx, person.id)

    return make


@pytest.fixture
def sam(grant: Callable[..., Person]) -> Person:
    return grant("sam", UserRole.STUDIO)


def test_an_added_item_is_in_the_bank_of_every_process(ctx: Context, sam: Person) -> None:
    before = len(ctx.bank.items)
    item = own_items.add_item(ctx, sam, FIELDS)
    assert item.id == "own.a-guest-tells-you-that-the"
    assert len(ctx.bank.items) == before + 1
    elsewhere = Context(ctx.db, ctx.files, ctx.catalog, ctx.settings, ctx.clock)
    assert elsewhere.bank.items[item.id] == item


def test_it_is_asked_and_scored_like_any_other(ctx: Context, ada: Person, sam: Person) -> None:
    item = own_items.add_item(ctx, sam, FIELDS)
    for seed in range(40):
        session_id = sessions.start_interview(ctx, ada, choice(type=InterviewType.HR, seed=seed, count=15))
        with ctx.db.reading() as session:
            drawn = session.scalars(
                select(InterviewQuestion.item_id).where(InterviewQuestion.session_id == session_id)
            ).all()
        if item.id in drawn:
            return
    pytest.fail("the own item was never drawn")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "short"}, "text"),
        ({"skills": "cooking"}, "skill 'cooking' is not in the role catalog"),
        ({"bucket": "cookery"}, "bucket"),
        ({"key_points": FIELDS["key_points"].replace("* ", "")}, "at least two key points are essential"),
        ({"model_answer": "word " * 100}, "is not heard to make the essential point"),
        ({"followups": "missed 9: Which?"}, "followups 1"),
        (
            {"text": "Are you married, and what would you do if a guest tells you that the soup is cold?"},
            "Are you married",
        ),
    ],
)
def test_a_faulty_item_is_refused_with_every_reason(
    ctx: Context, sam: Person, change: dict[str, str], said: str
) -> None:
    with pytest.raises(InvalidInputError) as error:
        own_items.add_item(ctx, sam, {**FIELDS, **change})
    assert any(said in str(fault) for fault in error.value.faults), error.value.faults
    assert own_items.added_here(ctx, sam) == []


def test_a_question_of_the_bank_is_not_taken_twice(ctx: Context, sam: Person) -> None:
    twin = next(iter(ctx.files.items.values()))
    with pytest.raises(InvalidInputError, match="asks nearly the same as"):
        own_items.add_item(ctx, sam, {**FIELDS, "text": twin.text.rstrip("?") + ", please?"})


def test_who_is_neither_coach_nor_studio_may_not(ctx: Context, ada: Person) -> None:
    for call in (
        lambda: own_items.add_item(ctx, ada, FIELDS),
        lambda: own_items.import_items(ctx, ada, "a.csv", b""),
        lambda: own_items.retire_item(ctx, ada, "own.x"),
        lambda: own_items.export_items(ctx, ada, [], as_csv=True),
        lambda: own_items.performance(ctx, ada),
        lambda: own_items.added_here(ctx, ada),
    ):
        with pytest.raises(ForbiddenError):
            call()


def test_taking_out_of_use_keeps_the_past(ctx: Context, sam: Person) -> None:
    item = own_items.add_item(ctx, sam, FIELDS)
    own_items.retire_item(ctx, sam, item.id)
    assert item.id not in ctx.bank.items
    with ctx.db.reading() as session:
        rows = session.scalars(select(OwnItem).order_by(OwnItem.id)).all()
    assert [(row.item_id, row.is_active, row.author_id) for row in rows] == [
        (item.id, True, sam.id),
        (item.id, False, sam.id),
    ]
    with pytest.raises(NotFoundError):
        own_items.retire_item(ctx, sam, item.id)
    with pytest.raises(NotFoundError):
        own_items.retire_item(ctx, sam, next(iter(ctx.files.items)))


@pytest.mark.parametrize("as_csv", [True, False])
def test_an_export_can_be_imported_again(ctx: Context, sam: Person, as_csv: bool) -> None:
    item = own_items.add_item(ctx, sam, FIELDS)
    data = own_items.export_items(ctx, sam, [item], as_csv=as_csv)
    own_items.retire_item(ctx, sam, item.id)
    report = own_items.import_items(ctx, sam, "own.csv" if as_csv else "own.yaml", data)
    assert (report.added, report.refused) == ((item.id,), ())
    assert fields_of(ctx.bank.items[item.id]) == fields_of(item)


def test_an_import_takes_what_is_sound_and_says_why_not_the_rest(ctx: Context, sam: Person) -> None:
    item = own_items.add_item(ctx, sam, FIELDS)
    good, bad = fields_of(item), {**fields_of(item), "id": "own.other", "difficulty": "fiendish"}
    rows = write_csv([item]).splitlines(keepends=True)
    broken = write_csv([item]).replace("own.a-guest-tells-you-that-the", bad["id"]).replace(",easy,", ",fiendish,")
    data = "".join([*rows, *broken.splitlines(keepends=True)[1:]]).encode("utf-8-sig")
    report = own_items.import_items(ctx, sam, "mine.csv", data)
    assert report.added == (good["id"],)
    assert [fault.where for fault in report.refused] == [f"mine.csv:{2 * len(rows) - 1}"]
    assert "difficulty" in str(report.refused[0])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"text,bucket\n1,2\n"),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.yaml", b"items: 3"),
        ("a.yaml", b"a: [1, 2"),
        ("a.yaml", b"a: &a [x, x]\nb: &b [*a, *a]\nitems: [*b, *b]"),
        ("a.yaml", b"[" * 50_000),
        ("a.yaml", b""),
        ("a.csv", b"x" * 2_000_001),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(ctx: Context, sam: Person, name: str, data: bytes) -> None:
    with pytest.raises(BadFileError):
        own_items.import_items(ctx, sam, name, data)


def test_cells_that_begin_a_formula_are_neutralised(ctx: Context, sam: Person) -> None:
    item = own_items.add_item(ctx, sam, FIELDS)
    sly = item.model_copy(update={"model_answer": "=HYPERLINK(1)" + item.model_answer})
    assert "'=HYPERLINK" in write_csv([sly])
    [(_, raw)], _ = read_csv(write_csv([sly]), where="a.csv")
    assert Item.model_validate(raw).model_answer == sly.model_answer


def test_every_item_of_the_bank_survives_a_journey_through_csv(ctx: Context) -> None:
    items = list(ctx.files.items.values())[::25]
    rows, faults = read_csv(write_csv(items), where="bank.csv")
    assert not faults
    for item, (_, raw) in zip(items, rows, strict=True):
        assert fields_of(Item.model_validate(raw)) == fields_of(item)


def test_performance_by_hand(ctx: Context, ada: Person, sam: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    session_id = sessions.start_interview(ctx, ada, choice(count=10))
    first = sessions.show_next(ctx, ada, session_id)
    revision = answering.draft_of(ctx, ada.id, first.id)[1].revision + 1
    answering.submit_answer(ctx, ada.id, first.id, Written("I do not know this one.", revision))
    sessions.show_next(ctx, ada, session_id)
    found = own_items.performance(ctx, sam)
    assert sorted((p.shown, p.scored, p.discrimination) for p in found.values()) == [(1, 0, None), (1, 1, None)]

    # two items over ten interviews of three answers each: the first goes with the rest, the second against it
    answers = [[("with", 10.0 * i), ("against", 100 - 10.0 * i), ("third", 10.0 * i)] for i in range(10)]
    pairs = own_items._score_and_rest(answers)
    # with: own 10i, rest ((100 - 10i) + 10i) / 2 = 50 always: no spread, so nothing can be said
    assert own_items._performance(10, [s for s, _ in pairs["with"]], pairs["with"]).discrimination is None
    # against: own 100 - 10i, rest (10i + 10i) / 2 = 10i: exactly opposed
    assert own_items._performance(10, [], pairs["against"]).discrimination == pytest.approx(-1.0)
    assert own_items._performance(10, [40.0, 60.0], []).mean == 50.0
