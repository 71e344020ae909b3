"""Setting up an interview: every choice changes what is promised, and what was promised is drawn."""

from collections.abc import Callable
from uuid import UUID

import pytest

from core.models.vocabulary import InterviewType, Level, Mode, RoleSource, Timing
from core.services import generator, profiles, reading, sessions
from core.services.accounts import Person
from core.services.context import Context
from core.services.roles import custom_role, role_from_catalog
from core.services.shares import USUAL, bucket_counts
from core.services.suggestion import match_custom_role, suggest_roles
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab

Open = Callable[..., Tab]


@pytest.fixture
def tab(ada: Person, signed_in_app: Open) -> Tab:
    """The page, as a candidate finds it."""
    return signed_in_app(ada).open("practice/setup.py")


def pick(tab: Tab, **choices: object) -> Tab:
    """Choose by the keys of the segmented controls."""
    for key, value in choices.items():
        tab.at.segmented_control(key=key).set_value(value)
    return tab.run()


def own(tab: Tab, title: str) -> Tab:
    pick(tab, source=RoleSource.CUSTOM)
    tab.at.text_input(key="own_title").set_value(title)
    return tab.run()


def chosen_skills(tab: Tab) -> set[str]:
    return set(tab.at.multiselect[0].value)


def share_line(kind: InterviewType, count: int) -> str:
    return ", ".join(f"{n} {bucket.replace('_', '-')}" for bucket, n in bucket_counts(kind, count).items() if n)


def test_the_page_begins_with_a_usual_mixed_interview_from_the_catalog(ctx: Context, tab: Tab) -> None:
    assert tab.says(share_line(InterviewType.MIXED, USUAL))
    first_family = ctx.catalog.families[0]
    assert tab.at.selectbox(key="family").value == first_family.id
    assert tab.says(ctx.catalog.roles_of(first_family.id)[0].description)
    assert tab.buttons == ["Start the interview"]


def test_another_field_offers_its_own_roles(ctx: Context, tab: Tab) -> None:
    family = ctx.catalog.families[1]
    roles = ctx.catalog.roles_of(family.id)
    tab.at.selectbox(key="family").select(family.id)
    tab.run()
    assert tab.at.selectbox(key="role").options == [role.name for role in roles]
    assert tab.says(roles[0].description)
    tab.at.selectbox(key="role").select(roles[1].id)
    tab.run()
    assert tab.says(roles[1].description) and not tab.says(roles[0].description)


def test_another_level_says_what_is_expected_there(ctx: Context, tab: Tab) -> None:
    role = ctx.catalog.roles_of(ctx.catalog.families[0].id)[0]
    assert tab.says(role.differs("mid"))
    pick(tab, level=Level.SENIOR)
    assert tab.says(role.differs("senior")) and not tab.says(role.differs("mid"))


@pytest.mark.parametrize("kind", InterviewType)
@pytest.mark.parametrize("count", [10, 15])
def test_kind_and_number_change_the_shares_that_are_promised(tab: Tab, kind: InterviewType, count: int) -> None:
    tab.at.slider(key="count").set_value(count)
    pick(tab, type=kind)
    assert tab.says(share_line(kind, count))


def test_a_role_with_too_few_questions_is_told_where_they_come_from(ctx: Context, tab: Tab) -> None:
    own(tab, "Beekeeper")
    pick(tab, type=InterviewType.HR)
    skills = {skill.skill: skill.weight for skill in match_custom_role("Beekeeper", "", ctx.catalog).skills}
    plan = generator.plan_interview(custom_role("Beekeeper", skills), Level.MID, InterviewType.HR, count=USUAL, ctx=ctx)
    assert any("the bank has too few for Beekeeper" in note for note in plan.notes)
    assert all(tab.says(note) for note in plan.notes)
    pick(tab, source=RoleSource.CATALOG)
    assert not tab.says("Beekeeper")


def test_starting_leads_to_the_interview_that_was_chosen(ctx: Context, ada: Person, tab: Tab) -> None:
    tab.at.selectbox(key="family").select("data")
    tab.run()
    tab.at.selectbox(key="role").select("data-engineer")
    tab.at.slider(key="count").set_value(11)
    pick(tab, level=Level.JUNIOR, type=InterviewType.HR, mode=Mode.COACHING)
    tab.press("Start the interview")
    [interview] = sessions.my_interviews(ctx, ada)
    assert tab.page == "interview"
    assert tab.at.query_params == {"session": str(interview.id)}
    assert (interview.role_name, interview.role_source) == ("Data engineer", RoleSource.CATALOG)
    assert (interview.level, interview.type, interview.mode) == (Level.JUNIOR, InterviewType.HR, Mode.COACHING)
    assert interview.total_questions == 11
    assert tab.says("Data engineer · junior · HR interview")
    assert tab.says("0 of 11 answered")


def test_what_is_promised_is_what_is_drawn(ctx: Context, ada: Person, tab: Tab) -> None:
    pick(tab, type=InterviewType.TECHNICAL)
    tab.press("Start the interview")
    [interview] = sessions.my_interviews(ctx, ada)
    drawn = [question.bucket for question in reading.questions(ctx, ada, interview.id)]
    promised = bucket_counts(InterviewType.TECHNICAL, USUAL)
    assert {bucket: drawn.count(bucket) for bucket in set(drawn)} == promised


def test_an_empty_profile_suggests_nothing_and_leads_to_the_profile(tab: Tab) -> None:
    pick(tab, source=RoleSource.SUGGESTION)
    assert tab.says("Your profile says too little to suggest a role.")
    assert tab.buttons == ["Open my profile"]
    assert tab.press("Open my profile").page == "profile"


def test_a_filled_profile_suggests_roles_with_the_words_that_speak_for_them(
    ctx: Context, ada: Person, tab: Tab
) -> None:
    profiles.save_profile(ctx, ada, skills=["python", "sql"], experience="", cv_text="", job_text="")
    found = suggest_roles(skills=("python", "sql"), experience="", documents=["", ""], catalog=ctx.catalog)
    pick(tab, source=RoleSource.SUGGESTION)
    assert tab.at.radio[0].options == [role_from_catalog(ctx.catalog, one.role).name for one in found]
    assert tab.says("Because your profile says: “")
    assert tab.says("“python”") and tab.says("“sql”")
    tab.at.radio[0].set_value(found[1].role)
    tab.run().press("Start the interview")
    [interview] = sessions.my_interviews(ctx, ada)
    assert (interview.role_selected["id"], interview.role_source) == (found[1].role, RoleSource.SUGGESTION)


def test_words_from_a_cv_are_quoted_as_plain_text(ctx: Context, ada: Person, tab: Tab) -> None:
    cv = f"{NASTY} I wrote **Python** services and <b>SQL</b> reports with PostgreSQL."
    profiles.save_profile(ctx, ada, skills=[], experience="", cv_text=cv, job_text="")
    pick(tab, source=RoleSource.SUGGESTION)
    assert tab.says("Because your profile says")
    assert is_plain_text(tab) and "<b>" not in tab.markdown


def test_a_role_of_ones_own_waits_for_its_title(tab: Tab) -> None:
    pick(tab, source=RoleSource.CUSTOM)
    assert tab.says("Type the role that you are preparing for.")
    assert tab.buttons == []
    own(tab, "   ")
    assert tab.says("Type the role that you are preparing for.") and tab.buttons == []


def test_a_title_that_the_catalog_knows_brings_its_skills(ctx: Context, ada: Person, tab: Tab) -> None:
    own(tab, "Data engineer")
    role = ctx.catalog.role("data-engineer")
    assert role is not None and chosen_skills(tab) == set(role.skills)
    assert tab.says("'Data engineer' is known as Data engineer.")


def test_a_title_that_is_half_known_says_where_its_skills_come_from(tab: Tab) -> None:
    own(tab, "Payments product manager")
    assert tab.says("its skills were taken from Product manager")
    assert "product-discovery" in chosen_skills(tab)


def test_an_unknown_title_gets_general_skills_that_can_be_corrected(ctx: Context, ada: Person, tab: Tab) -> None:
    own(tab, "Beekeeper")
    assert tab.says("'Beekeeper' matches nothing in the catalog")
    tab.at.multiselect[0].set_value(["statistics", "communication"])
    tab.run().press("Start the interview")
    [interview] = sessions.my_interviews(ctx, ada)
    assert (interview.role_name, interview.role_source) == ("Beekeeper", RoleSource.CUSTOM)
    assert interview.role_selected["id"] is None
    assert set(interview.role_selected["skills"]) == {"statistics", "communication"}


def test_a_job_description_changes_the_skills_of_ones_own_role(ctx: Context, tab: Tab) -> None:
    own(tab, "Beekeeper")
    tab.at.text_area(key="own_description").set_value("You write Python and SQL and run Kubernetes clusters.")
    tab.run()
    assert {"python", "sql"} <= chosen_skills(tab)


def test_a_role_without_any_skill_cannot_be_started(tab: Tab) -> None:
    own(tab, "Beekeeper")
    tab.at.multiselect[0].set_value([])
    tab.run()
    assert tab.says("Choose at least one skill.")
    assert tab.buttons == []


def test_a_nasty_title_is_shown_as_it_was_typed_and_kept_so(ctx: Context, ada: Person, tab: Tab) -> None:
    own(tab, NASTY)
    assert tab.says(f"'{NASTY}'") and is_plain_text(tab)
    tab.press("Start the interview")
    assert tab.says(f"{NASTY} · mid · Mixed interview")
    assert is_plain_text(tab)
    [interview] = sessions.my_interviews(ctx, ada)
    assert interview.role_name == NASTY


def test_a_note_about_the_bank_shows_a_nasty_title_as_it_was_typed(tab: Tab) -> None:
    own(tab, "Beekeeper **bold** [x](y)")
    pick(tab, type=InterviewType.HR)
    assert tab.says("the bank has too few for Beekeeper **bold** [x](y).")
    assert is_plain_text(tab)


def test_back_from_another_page_a_second_interview_is_a_second_one(
    ctx: Context, ada: Person, tab: Tab, signed_in_app: Open
) -> None:
    tab.press("Start the interview")
    first = UUID(tab.at.query_params["session"])
    tab.open("practice/setup.py").press("Start the interview")
    assert {interview.id for interview in sessions.my_interviews(ctx, ada)} == {
        first, UUID(tab.at.query_params["session"]),
    }  # fmt: skip
    assert len(sessions.my_interviews(ctx, ada)) == 2


def test_looking_at_the_page_starts_nothing(ctx: Context, ada: Person, tab: Tab) -> None:
    pick(tab, type=InterviewType.CASE, level=Level.SENIOR)
    tab.run()
    assert sessions.my_interviews(ctx, ada) == ()


def test_the_time_begins_with_what_the_profile_says_and_can_be_chosen(
    ctx: Context, ada: Person, signed_in_app: Open
) -> None:
    profiles.save_profile(ctx, ada, skills=[], experience="", cv_text="", job_text="", timing=Timing.DOUBLE)
    tab = signed_in_app(ada).open("practice/setup.py")
    assert tab.at.selectbox(key="timing").value is Timing.DOUBLE
    tab.at.selectbox(key="timing").select(Timing.UNTIMED)
    tab.run()
    assert tab.says("No clock runs.")
    tab.press("Start the interview")
    [interview] = sessions.my_interviews(ctx, ada)
    assert interview.timing is Timing.UNTIMED
    assert profiles.profile_of(ctx, ada).timing is Timing.DOUBLE


def test_follow_ups_are_asked_unless_they_are_chosen_away(ctx: Context, ada: Person, signed_in_app: Open) -> None:
    signed_in_app(ada).open("practice/setup.py").press("Start the interview")
    pick(signed_in_app(ada).open("practice/setup.py"), followups=False).press("Start the interview")
    assert {interview.asks_followups for interview in sessions.my_interviews(ctx, ada)} == {True, False}
