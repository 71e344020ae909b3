"""Which test holds which item of OWASP's Application Security Verification Standard 5.0.

An item whose test is renamed or removed fails here, so that nothing falls out unseen.
"""

import ast
from functools import lru_cache

import pytest

from core.config import PROJECT

STORE, API, PAGES, UNIT = "tests/store/", "tests/api/", "tests/pages/", "tests/unit/"

ITEMS: dict[str, tuple[str, ...]] = {
    # 1.2.10 Cells of a CSV that would begin a formula are escaped.
    "1.2.10": (
        UNIT + "exports/test_tables.py::test_what_would_begin_a_formula_begins_with_an_apostrophe",
        STORE + "test_own_items.py::test_cells_that_begin_a_formula_are_neutralised",
    ),
    # 2.2.2 What comes in is checked by the services, whatever page or program it came through.
    "2.2.2": (
        STORE + "test_accounts.py::test_every_fault_of_the_form_is_told_at_once",
        STORE + "test_sessions.py::test_text_that_is_too_long_is_refused_with_the_limit",
        API + "test_questions.py::test_bad_bodies_are_told_field_by_field",
    ),
    # 2.3.1 The steps of an interview cannot be skipped or taken in another order.
    "2.3.1": (
        STORE + "test_states_and_races.py::test_what_each_state_of_a_question_allows",
        STORE + "test_states_and_races.py::test_what_each_state_of_an_interview_allows_and_leads_to",
        STORE + "test_sessions.py::test_a_question_that_was_not_shown_takes_nothing",
    ),
    # 3.3.1 Cookies are Secure and of this host alone.
    "3.3.1": (
        API + "test_sign_in.py::test_where_people_come_by_https_the_cookies_are_this_hosts_alone",
        API + "test_sign_in.py::test_over_https_the_cookie_is_secure",
    ),
    # 3.3.4 A cookie that scripts need not read is out of their reach.
    "3.3.4": (
        API + "test_sign_in.py::test_a_ticket_becomes_a_cookie_once",
        API + "test_forged.py::test_a_sign_in_marks_its_browser_with_a_cookie_that_signs_nobody_in",
    ),
    # 4.4.2 Where a websocket's page comes from is looked at before it opens.
    "4.4.2": (
        API + "test_takeover.py::test_a_page_of_another_site_opens_no_websocket",
        API + "test_takeover.py::test_our_own_page_does",
    ),
    # 6.2.1 A password has at least so many characters.
    "6.2.1": (UNIT + "services/test_passwords.py::test_shorter_and_longer_ones_are_not",),
    # 6.2.3 Changing it takes the current one.
    "6.2.3": (
        STORE + "test_accounts.py::test_the_old_password_is_asked_for",
        PAGES + "test_account.py::test_a_wrong_password_changes_nothing",
    ),
    # 6.2.4 It is none of those that many people use.
    "6.2.4": (
        UNIT + "services/test_passwords.py::test_the_list_is_long_made_at_once_and_every_entry_is_refused",
        UNIT + "services/test_passwords.py::test_what_many_people_use_is_refused_in_whatever_dress",
    ),
    # 6.2.5 Its characters may be of any kind.
    "6.2.5": (UNIT + "services/test_passwords.py::test_twelve_to_128_characters_of_any_kind_are_good",),
    # 6.2.8 It is compared exactly as it was typed.
    "6.2.8": (
        UNIT + "services/test_passwords.py::test_a_password_is_compared_as_it_was_typed_beyond_the_72_bytes_of_bcrypt",
        STORE + "test_accounts.py::test_a_long_password_counts_to_its_last_character",
    ),
    # 6.2.9 It may have at least 64 characters.
    "6.2.9": (UNIT + "services/test_passwords.py::test_twelve_to_128_characters_of_any_kind_are_good",),
    # 6.3.1 Guessing is slowed down, and locks nobody out.
    "6.3.1": (
        STORE + "test_throttling.py::test_of_twenty_guesses_five_are_looked_at_for_a_known_name_as_for_an_unknown_one",
        STORE + "test_throttling.py::test_of_twenty_guesses_at_the_same_moment_five_are_looked_at",
        STORE + "test_throttling.py::test_one_address_may_try_a_hundred_names_and_waits_no_longer_than_a_minute",
        STORE + "test_throttling.py::test_nobodys_guesses_keep_out_a_browser_that_its_owner_signed_in_with_before",
    ),
    # 6.3.2 There are no default accounts.
    "6.3.2": (STORE + "test_accounts.py::test_a_new_database_has_nobody_in_it_whom_one_could_guess",),
    # 6.4.1 What gives first access is random, works once, expires, and is no password.
    "6.4.1": (
        STORE + "test_accounts.py::test_the_first_admin_link_works_once",
        STORE + "test_accounts.py::test_the_link_expires",
        STORE + "test_accounts.py::test_a_reset_link_works_once",
        PAGES + "test_sign_in.py::test_an_unknown_and_an_expired_reset_link_say_so",
    ),
    # 6.4.2 There are no hints and no secret questions.
    "6.4.2": (PAGES + "test_sign_in.py::test_the_front_page_asks_for_no_hint_and_no_secret_question",),
    # 7.2.4 Whoever signs in gets a new secret, and a new password ends the old ones.
    "7.2.4": (
        STORE + "test_accounts.py::test_every_sign_in_has_secrets_of_its_own_of_256_bits_and_only_hashes_are_stored",
        STORE + "test_accounts.py::test_a_new_password_ends_every_other_sign_in",
    ),
    # 7.3.1 A sign-in that is not used ends.
    "7.3.1": (
        STORE + "test_accounts.py::test_a_sign_in_that_is_used_lasts_a_week_and_one_that_is_not_two_days",
        PAGES + "test_sign_in.py::test_a_sign_in_ends_after_two_days_without_use",
    ),
    # 7.3.2 Every sign-in ends after a week.
    "7.3.2": (
        STORE + "test_accounts.py::test_a_sign_in_that_is_used_lasts_a_week_and_one_that_is_not_two_days",
        PAGES + "test_sign_in.py::test_a_sign_in_ends_after_a_week",
    ),
    # 7.4.1 After signing out the server takes nothing any more that belonged to it.
    "7.4.1": (
        API + "test_sign_in.py::test_signing_out_makes_a_copied_cookie_worthless",
        STORE + "test_accounts.py::test_signing_out_ends_page_and_cookie",
    ),
    # 7.4.2 Disabling or erasing an account ends its sign-ins.
    "7.4.2": (
        STORE + "test_accounts.py::test_disabling_ends_the_sign_ins_at_once",
        API + "test_matrix.py::test_a_disabled_person_has_no_good_token",
    ),
    # 7.4.3 A new password ends every other sign-in.
    "7.4.3": (
        STORE + "test_accounts.py::test_a_new_password_ends_every_other_sign_in",
        PAGES + "test_sign_in.py::test_a_second_tab_is_out_at_its_next_run_after_a_new_password_and_after_new_roles",
        API + "test_tokens.py::test_a_new_password_ends_tokens_too",
    ),
    # 8.2.1 What needs a role is refused without it.
    "8.2.1": (
        PAGES + "test_who_may.py::test_a_page_that_is_reached_without_the_navigation_shows_nothing_but_what_it_needs",
        STORE + "test_accounts.py::test_only_an_admin_manages_people",
        API + "test_matrix.py::test_a_token_that_may_read_writes_nothing",
    ),
    # 8.2.2 What belongs to somebody else does not exist.
    "8.2.2": (
        API + "test_matrix.py::test_everybody_gets_what_the_matrix_says",
        STORE + "test_coaching_access.py::test_everybody_gets_what_the_matrix_says",
        PAGES + "test_foreign_ids.py::test_every_address_of_somebody_elses_leads_nowhere",
    ),
    # 8.2.3 Of what one may see, the parts that one may not are left out.
    "8.2.3": (
        API + "test_matrix.py::test_a_coach_sees_no_word_of_somebody_who_shows_scores_only",
        STORE + "test_coaching_access.py::test_a_member_who_shows_scores_only_shows_no_word",
        STORE + "test_coaching_access.py::test_no_e_mail_address_is_among_what_a_coach_is_told",
    ),
    # 9.1.2 A signed token is good under our own algorithm and key alone.
    "9.1.2": (
        API
        + "test_forged.py::test_a_token_that_is_signed_with_another_key_for_something_else_or_not_at_all_is_refused",
        API + "test_forged.py::test_a_token_of_ours_with_odd_fields_is_refused",
    ),
    # 9.2.1 And within its time.
    "9.2.1": (
        API + "test_forged.py::test_a_token_is_good_for_its_hours_and_not_before_it_was_made",
        API + "test_tokens.py::test_it_is_good_until_it_expires",
    ),
    # 16.3.1 Signing in is recorded, whether it succeeds or fails.
    "16.3.1": (STORE + "test_audit.py::test_signing_in_and_out_failures_and_passwords_are_recorded",),
    # 16.5.1 A fault of ours tells nothing about the inside.
    "16.5.1": (
        API + "test_shape.py::test_a_fault_of_ours_tells_nothing_about_the_inside",
        PAGES + "test_messages.py::test_a_fault_of_ours_shows_a_sentence_and_nothing_of_the_inside",
        UNIT + "test_logs.py::test_an_error_says_where_and_of_which_kind_but_not_what_it_quotes",
    ),
}

ASKED_FOR = """
6.2.1 6.2.3 6.2.4 6.2.5 6.2.8 6.2.9 6.3.1 6.3.2 6.4.1 6.4.2 3.3.1 3.3.4 4.4.2 7.2.4 7.3.1 7.3.2 7.4.1 7.4.2 7.4.3
9.1.2 9.2.1 8.2.1 8.2.2 8.2.3 1.2.10 2.2.2 2.3.1 16.3.1 16.5.1
""".split()


def test_every_item_that_we_hold_ourselves_to_has_its_tests() -> None:
    assert set(ITEMS) == set(ASKED_FOR)
    assert all(ITEMS.values())


@pytest.mark.parametrize("item", ITEMS)
def test_the_tests_of_an_item_are_there(item: str) -> None:
    for test in ITEMS[item]:
        file, name = test.split("::")
        assert name in collected_from(file), test


@lru_cache
def collected_from(file: str) -> set[str]:
    """What pytest collects from a file: its functions of that name, unless they are skipped or expected to fail."""
    found = ast.parse((PROJECT / file).read_text()).body
    functions = [each for each in found if isinstance(each, ast.FunctionDef) and each.name.startswith("test_")]
    return {each.name for each in functions if not any(map(_is_given_up, each.decorator_list))}


def _is_given_up(decorator: ast.expr) -> bool:
    return any(word in ast.unparse(decorator) for word in (".skip", ".xfail"))
