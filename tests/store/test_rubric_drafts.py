"""Drafts of rubrics: kept with their faults, told all at once, published for good, undone by the version before."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from core.errors import ForbiddenError, InvalidInputError, NotFoundError
from core.models.vocabulary import UserRole
from core.rubric import DIMENSIONS, changes_between
from core.services import publishing, rubric_drafts, rubrics, sessions
from core.services.accounts import Person
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.coached import make_staff
from tests.support.contexts import choice


@pytest.fixture
def sam(ctx: Context) -> Person:
    return make_staff(ctx, "sam", UserRole.STUDIO)


def change(ctx: Context, sam: Person, draft_id: UUID, **weights: float) -> rubric_drafts.DraftView:
    """The draft with other weights of dimensions."""
    for name, weight in weights.items():
        rubric_drafts.change_draft(ctx, sam, draft_id, ("dimensions", DIMENSIONS.index(name), "weight"), weight)
    return rubric_drafts.open_draft(ctx, sam, draft_id)


def test_a_draft_begins_as_the_rubric_in_force_and_touches_nothing(ctx: Context, sam: Person) -> None:
    before = rubrics.rubric_in_force(ctx.db)
    draft_id = rubric_drafts.begin_draft(ctx, sam)
    assert rubric_drafts.open_draft(ctx, sam, draft_id).rubric == before
    changed = change(ctx, sam, draft_id, structure=0.4)
    # shares of what they add up to: 0.4 of 1.2
    assert changed.rubric is not None and changed.rubric.weights["structure"] == pytest.approx(1 / 3)
    assert sum(changed.rubric.weights.values()) == pytest.approx(1)
    assert rubrics.rubric_in_force(ctx.db) == before
    [first, *_] = changes_between(before, changed.rubric)
    assert (first.where, first.before, first.after) == ("Structure, weight", "20 %", "33.33 %")


def test_everything_that_is_wrong_is_told_at_once_and_kept(ctx: Context, sam: Person) -> None:
    draft_id = rubric_drafts.begin_draft(ctx, sam, title="Wild")
    wrong = {
        ("dimensions", 1, "signals", 0, "weight"): -1,
        ("dimensions", 2, "anchors", 3, "descriptor"): " ",
        ("dimensions", 4, "breakpoints"): [[0.5, 1.0], [0.2, 9.0]],
        ("length_bands", "hr"): [[0, 0.0]],
    }
    for path, value in wrong.items():
        rubric_drafts.change_draft(ctx, sam, draft_id, path, value)
    again = rubric_drafts.open_draft(ctx, sam, draft_id)
    assert again.rubric is None and again.body["dimensions"][1]["signals"][0]["weight"] == -1
    told = [str(fault) for fault in again.faults]
    for part in (
        "Relevance, Points of a good answer",
        "Technical accuracy, level 3",
        "Communication",
        "Length bands, hr",
    ):
        assert any(part in each for each in told), (part, told)
    with pytest.raises(InvalidInputError) as caught:
        rubric_drafts.publish_draft(ctx, sam, draft_id, "Because")
    assert len(caught.value.faults) == len(told)


def test_two_tabs_do_not_overwrite_each_other(ctx: Context, sam: Person) -> None:
    draft_id = rubric_drafts.begin_draft(ctx, sam)
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda name: change(ctx, sam, draft_id, **{name: 0.2}), DIMENSIONS))
    body = rubric_drafts.open_draft(ctx, sam, draft_id).body
    assert [dimension["weight"] for dimension in body["dimensions"]] == [0.2] * 5
    for path in (("dimensions", 7, "weight"), ("dimensions", 0, "wait"), ("title", "x")):
        with pytest.raises(InvalidInputError, match="no such place"):
            rubric_drafts.change_draft(ctx, sam, draft_id, path, 1)


def test_publishing_and_undoing(ctx: Context, sam: Person, ada: Person, clock: FakeClock) -> None:
    first = rubrics.rubric_in_force(ctx.db)
    going_on = sessions.start_interview(ctx, ada, choice())
    draft_id = rubric_drafts.begin_draft(ctx, sam)
    clock.advance(seconds=60)
    change(ctx, sam, draft_id, communication=0.6)
    with pytest.raises(InvalidInputError, match="Reason"):
        rubric_drafts.publish_draft(ctx, sam, draft_id, "  ")
    second = rubric_drafts.publish_draft(ctx, sam, draft_id, "Clients ask for clear speakers.")
    with pytest.raises(NotFoundError):
        rubric_drafts.open_draft(ctx, sam, draft_id)
    assert rubrics.rubric_in_force(ctx.db).content_hash == second != first.content_hash
    later = sessions.start_interview(ctx, ada, choice(seed=8))
    assert sessions.look(ctx, ada, going_on).interview.rubric_hash == first.content_hash
    assert sessions.look(ctx, ada, later).interview.rubric_hash == second
    clock.advance(seconds=60)
    publishing.publish_version(ctx, sam, first.content_hash, "Scores of juniors fell too far.")
    publishing.publish_version(ctx, sam, first.content_hash, "Twice is once.")
    told = publishing.publications(ctx, sam)
    assert [(one.author, one.reason, one.is_in_force) for one in told] == [
        ("Sam", "Scores of juniors fell too far.", True),
        ("Sam", "Clients ask for clear speakers.", False),
        ("", "The rubric that the product comes with", False),
    ]
    assert rubrics.rubric_in_force(ctx.db) == first


def test_the_product_team_alone_changes_rubrics_and_each_their_own(ctx: Context, sam: Person, ada: Person) -> None:
    coach, other = make_staff(ctx, "carla", UserRole.COACH), make_staff(ctx, "olga", UserRole.STUDIO)
    admin = make_staff(ctx, "root", UserRole.ADMIN)
    draft_id = rubric_drafts.begin_draft(ctx, sam)
    in_force = rubrics.rubric_in_force(ctx.db).content_hash
    for person in (ada, coach, admin):
        for call in (
            lambda who: rubric_drafts.my_drafts(ctx, who),
            lambda who: rubric_drafts.begin_draft(ctx, who),
            lambda who: rubric_drafts.open_draft(ctx, who, draft_id),
            lambda who: rubric_drafts.change_draft(ctx, who, draft_id, ("title",), "Mine"),
            lambda who: rubric_drafts.rename_draft(ctx, who, draft_id, "Mine"),
            lambda who: rubric_drafts.drop_draft(ctx, who, draft_id),
            lambda who: rubric_drafts.publish_draft(ctx, who, draft_id, "Mine"),
            lambda who: publishing.publish_version(ctx, who, in_force, "Mine"),
        ):
            with pytest.raises(ForbiddenError):
                call(person)
    assert publishing.publications(ctx, coach)
    assert publishing.version(ctx, coach, in_force).content_hash == in_force
    with pytest.raises(ForbiddenError):
        publishing.publications(ctx, ada)
    with pytest.raises(NotFoundError):
        rubric_drafts.open_draft(ctx, other, draft_id)
    rubric_drafts.drop_draft(ctx, other, draft_id)
    assert len(rubric_drafts.my_drafts(ctx, sam)) == 1
    rubric_drafts.drop_draft(ctx, sam, draft_id)
    rubric_drafts.drop_draft(ctx, sam, draft_id)
    assert rubric_drafts.my_drafts(ctx, sam) == ()
