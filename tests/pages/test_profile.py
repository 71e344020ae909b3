"""The profile: what is saved is read back, what is found is offered, what is too long is refused and kept on screen."""

from collections.abc import Callable

import pytest

from core.models.vocabulary import RoleSource, Timing
from core.services import profiles
from core.services.accounts import Person
from core.services.context import Context
from core.services.documents import MAX_TEXT_CHARS
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.contexts import make_person

Open = Callable[..., Tab]
TOO_LONG = ("I wrote reports. " * MAX_TEXT_CHARS)[: MAX_TEXT_CHARS + 1]
CV = "I wrote Python services and SQL reports for six years."


@pytest.fixture
def tab(ada: Person, signed_in_app: Open) -> Tab:
    """The page, before anything was told."""
    return signed_in_app(ada).open("account/profile.py")


def write(tab: Tab, *, cv: str | None = None, job: str | None = None, experience: str | None = None) -> Tab:
    """Type into the three texts and leave them."""
    for area, text in ((0, cv), (1, job), (2, experience)):
        if text is not None:
            tab.at.text_area[area].set_value(text)
    return tab.run()


def texts(tab: Tab) -> list[str]:
    return [area.value for area in tab.at.text_area]


def test_an_empty_profile_shows_empty_fields(tab: Tab) -> None:
    assert tab.title == "Profile"
    assert texts(tab) == ["", "", ""]
    assert tab.at.multiselect[0].value == [] and not tab.at.checkbox


def test_what_is_saved_is_read_back_after_a_reload(ctx: Context, ada: Person, tab: Tab, signed_in_app: Open) -> None:
    write(tab, cv=CV, job="A job in Kyiv: “naïve” 漢字", experience="Two years of support.")
    tab.at.multiselect[0].set_value(["statistics"])
    tab.at.checkbox[0].uncheck()
    tab.press("Save profile")
    assert tab.says("Your profile is saved.")
    stored = profiles.profile_of(ctx, ada)
    assert (stored.skills, stored.cv_text, stored.experience) == (("statistics",), CV, "Two years of support.")
    again = signed_in_app(ada).open("account/profile.py")
    assert texts(again) == texts(tab) == [CV, "A job in Kyiv: “naïve” 漢字", "Two years of support."]
    assert again.at.multiselect[0].value == ["statistics"]


def test_skills_found_in_the_texts_are_offered_and_come_along(ctx: Context, ada: Person, tab: Tab) -> None:
    write(tab, cv=CV)
    names = {ctx.catalog.skill_name(skill) for skill in ("python", "sql")}
    [offer] = [text for text in tab.texts if text.startswith("Found in your texts and not listed yet: ")]
    assert names <= set(offer.partition(": ")[2].split(", "))
    assert tab.at.checkbox[0].value is True
    tab.press("Save profile")
    assert {"python", "sql"} <= set(profiles.profile_of(ctx, ada).skills)
    tab.run()
    assert {"python", "sql"} <= set(tab.at.multiselect[0].value)
    assert not tab.says("Found in your texts")


def test_skills_that_are_listed_already_are_not_offered_again(tab: Tab) -> None:
    write(tab, cv="I wrote Python.")
    assert tab.says("Found in your texts and not listed yet: Python")
    tab.at.multiselect[0].select("python")
    assert not tab.run().says("Found in your texts")


def test_found_skills_are_left_out_when_they_are_not_wanted(ctx: Context, ada: Person, tab: Tab) -> None:
    write(tab, cv=CV)
    tab.at.checkbox[0].uncheck()
    tab.run().press("Save profile")
    assert profiles.profile_of(ctx, ada).skills == ()
    assert tab.run().at.checkbox[0].value is False


def test_a_skill_can_be_taken_off_again(ctx: Context, ada: Person, signed_in_app: Open) -> None:
    profiles.save_profile(ctx, ada, skills=["python", "sql"], experience="", cv_text="", job_text="")
    tab = signed_in_app(ada).open("account/profile.py")
    tab.at.multiselect[0].unselect("sql")
    tab.press("Save profile")
    assert profiles.profile_of(ctx, ada).skills == ("python",)


@pytest.mark.parametrize(("area", "name"), [("cv", "CV"), ("job", "Job description"), ("experience", "Experience")])
def test_a_text_that_is_too_long_is_refused_and_stays_on_screen(
    ctx: Context, ada: Person, tab: Tab, area: str, name: str
) -> None:
    write(tab, **{area: TOO_LONG}).press("Save profile")
    assert tab.errors == [f"{name}: Use at most 40,000 characters; this text has 40,001."]
    assert TOO_LONG in texts(tab) and not tab.says("Your profile is saved.")
    assert profiles.profile_of(ctx, ada).is_empty
    write(tab, **{area: TOO_LONG[:-1]}).press("Save profile")
    assert tab.says("Your profile is saved.")


def test_every_text_that_is_too_long_is_named_at_once(tab: Tab) -> None:
    write(tab, cv=TOO_LONG, job=TOO_LONG).press("Save profile")
    assert tab.says("• CV: Use at most 40,000") and tab.says("• Job description: Use at most 40,000")


def test_a_file_is_read_into_its_field_where_it_can_be_corrected(ctx: Context, ada: Person, tab: Tab) -> None:
    tab.at.file_uploader[0].upload("cv.txt", CV.encode(), "text/plain")
    tab.run()
    assert texts(tab)[0] == CV
    assert tab.says("Found in your texts and not listed yet")
    assert profiles.profile_of(ctx, ada).is_empty
    write(tab, cv=CV + " And Go.").press("Save profile")
    assert profiles.profile_of(ctx, ada).cv_text == CV + " And Go."


def test_a_file_without_text_is_refused_in_words_and_the_field_keeps_its_text(tab: Tab) -> None:
    write(tab, job="typed before")
    tab.at.file_uploader[1].upload("<b>job</b>.txt", b"   ", "text/plain")
    tab.run()
    assert tab.says("There is no text in this file.")
    assert texts(tab)[1] == "typed before"
    assert "<b>" not in tab.markdown


def test_a_saved_profile_changes_what_is_suggested(ctx: Context, ada: Person, tab: Tab) -> None:
    write(tab, cv=CV).press("Save profile")
    tab.open("practice/setup.py").at.segmented_control(key="source").set_value(RoleSource.SUGGESTION)
    assert tab.run().says("Because your profile says: “")


def test_what_was_typed_but_not_saved_is_gone_on_another_page(tab: Tab) -> None:
    write(tab, experience="not saved")
    assert texts(tab.open("home.py").open("account/profile.py")) == ["", "", ""]


def test_each_person_sees_their_own(ctx: Context, ada: Person, tab: Tab, signed_in_app: Open) -> None:
    write(tab, cv=CV).press("Save profile")
    bob = make_person(ctx, "bob")
    assert texts(signed_in_app(bob).open("account/profile.py")) == ["", "", ""]
    assert profiles.profile_of(ctx, bob).is_empty


def test_nasty_text_stays_in_its_field(ctx: Context, ada: Person, tab: Tab) -> None:
    write(tab, cv=NASTY, job=NASTY, experience=NASTY).press("Save profile")
    assert texts(tab) == [NASTY] * 3
    assert is_plain_text(tab)
    assert profiles.profile_of(ctx, ada).cv_text == NASTY


def test_the_time_one_needs_is_kept(ctx: Context, ada: Person, tab: Tab, signed_in_app: Open) -> None:
    tab.at.selectbox[0].select(Timing.HALF_MORE)
    tab.press("Save profile")
    assert profiles.profile_of(ctx, ada).timing is Timing.HALF_MORE
    assert signed_in_app(ada).open("account/profile.py").at.selectbox[0].value is Timing.HALF_MORE
