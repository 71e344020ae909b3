"""Drawing questions from the real bank."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.bank.loader import Bank
from core.models.vocabulary import InterviewType, Level
from core.services import generator
from core.services.context import Context
from core.services.generator import EmptyBankError
from core.services.picking import DIFFICULTY_ORDER
from core.services.roles import RoleChoice, custom_role
from core.services.shares import bucket_counts
from tests.support.clock import FakeClock
from tests.support.contexts import make_context, real_catalog

ROLES = [role.id for role in real_catalog().roles]


@pytest.fixture(scope="module")
def ctx(tmp_path_factory: pytest.TempPathFactory) -> Context:
    folder: Path = tmp_path_factory.mktemp("generator")
    return make_context(f"sqlite:///{folder / 'test.db'}", folder, FakeClock())


def draw(ctx: Context, role: Any = "backend-engineer", level: str = "mid", type: str = "technical", **more: Any) -> Any:
    return generator.plan_interview(role, level, type, more.pop("profile", None), ctx=ctx, **more)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("type", list(InterviewType))
def test_every_role_level_and_type_gets_a_whole_interview(ctx: Context, role: str, type: InterviewType) -> None:
    for level in Level:
        for count in (10, 15):
            plan = draw(ctx, role, level, type, count=count)
            ids = [question.item.id for question in plan.questions]
            assert len(set(ids)) == count
            assert Counter(question.item.bucket for question in plan.questions) == +Counter(bucket_counts(type, count))


@pytest.mark.parametrize("type", list(InterviewType))
def test_the_same_seed_gives_the_same_interview(ctx: Context, type: InterviewType) -> None:
    assert draw(ctx, type=type, seed=3) == draw(ctx, type=type, seed=3)
    assert draw(ctx, type=type, seed=3) != draw(ctx, type=type, seed=4)


def test_it_starts_easier_and_ends_harder(ctx: Context) -> None:
    order = [DIFFICULTY_ORDER.index(question.item.difficulty) for question in draw(ctx).questions]
    assert order == sorted(order)


def test_what_was_seen_comes_last_and_longest_ago_first(ctx: Context) -> None:
    then = datetime(2026, 1, 1, tzinfo=UTC)
    behavioral = [item.id for item in ctx.bank.items.values() if item.bucket == "behavioral"]
    fresh = set(behavioral[:3])
    older = behavioral[3:5]
    history = {item: then + timedelta(days=30) for item in behavioral if item not in fresh}
    history |= dict.fromkeys(older, then)
    plan = draw(ctx, type="hr", count=12, history=history)
    picked = {question.item.id for question in plan.questions if question.item.bucket == "behavioral"}
    assert picked == fresh | set(older)


def test_profile_skills_are_preferred(ctx: Context) -> None:
    def share(profile: dict[str, list[str]] | None) -> int:
        plans = [draw(ctx, seed=seed, profile=profile) for seed in range(10)]
        return sum("sql" in question.item.skills for plan in plans for question in plan.questions)

    assert share({"skills": ["sql"]}) > share(None)


def test_tags_come_in_the_order_in_which_the_role_cares(ctx: Context) -> None:
    role = RoleChoice(name="Own", skills=(("performance", 1.0), ("sql", 0.5), ("databases", 0.2)))
    for planned in generator.assign_skill_tags(ctx.bank.items.values(), role):
        weights = [role.weight(skill) for skill in planned.skill_tags]
        assert weights == sorted(weights, reverse=True)
        assert set(planned.skill_tags) == set(planned.item.skills)


def test_a_role_with_few_questions_is_filled_from_nearby_and_says_so(ctx: Context) -> None:
    role = custom_role("Tea taster", {"spreadsheets": 1.0})
    plan = draw(ctx, role, "junior", "technical", count=12)
    assert len(plan.questions) == 12
    assert any("Tea taster" in note for note in plan.notes)


def test_a_role_of_ones_own_gets_the_questions_of_the_role_that_it_is_like(ctx: Context) -> None:
    like = ctx.catalog.role("product-manager")
    role = custom_role("Payments product manager", {"product-discovery": 1.0}, like=like)
    plan = draw(ctx, role, "mid", "hr", count=10)
    specific = [question.item for question in plan.questions if question.item.bucket == "role_specific"]
    assert len(specific) == 3 and all(
        "product-manager" in item.roles or "product" in item.families for item in specific
    )
    assert plan.notes == ()


def test_a_role_with_enough_questions_says_nothing(ctx: Context) -> None:
    assert draw(ctx, "backend-engineer", "mid", "technical", count=10).notes == ()


def test_an_empty_bank_is_told_with_what_to_do(ctx: Context) -> None:
    first = dict(list(ctx.bank.items.items())[:4])
    small = Context(ctx.db, Bank(first, {}), ctx.catalog, ctx.settings, ctx.clock)
    with pytest.raises(EmptyBankError, match="holds 4 questions"):
        draw(small)


def test_distribution_takes_the_preferred_of_each_bucket(ctx: Context) -> None:
    ranked = list(ctx.bank.items.values())
    taken = generator.distribute_questions(ranked, "case", count=10)
    assert Counter(item.bucket for item in taken) == {"problem_solving": 6, "system_design": 4}
    first = [item for item in ranked if item.bucket == "system_design"][:4]
    assert [item for item in taken if item.bucket == "system_design"] == first
