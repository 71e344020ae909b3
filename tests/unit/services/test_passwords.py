"""Which passwords are good enough, and that each counts to its last character."""

import time

import pytest

from core.services import common_passwords
from core.services.common_passwords import SHORTEST, is_common
from core.services.passwords import MAX_LENGTH, MIN_LENGTH, hash_password, matches, password_fault

LENGTH = "Use 12 to 128 characters."


@pytest.mark.parametrize(
    "password",
    [
        "twelve chars",
        "x9 " * 42 + "ab",
        "only small letters here",
        "1029384756 84",
        "パスワードは長いほうがよいです",
        "correct horse battery",
        "🦒🐝🌵🎈🥝🚲🪁🧦🍋🦉🎻🧊",
        "\t leading and trailing  ",
        "with\x00nul inside it",
        "'; DROP TABLE users; --",
    ],
)
def test_twelve_to_128_characters_of_any_kind_are_good(password: str) -> None:
    assert MIN_LENGTH <= len(password) <= MAX_LENGTH
    assert password_fault(password) is None


@pytest.mark.parametrize("password", ["", "eleven char", "abc " * 32 + "d"])
def test_shorter_and_longer_ones_are_not(password: str) -> None:
    assert (password_fault(password) or "").startswith(LENGTH)


@pytest.mark.parametrize(
    "password",
    """
    password1234 PASSWORDPASSWORD P@ssw0rd1234 Password-2024! qwertyuiop123 1qaz2wsx3edc !QAZ2wsx#EDC 1q2w3e4r5t6y
    123456789012 qwertyuiop[] iloveyouforever Welcome2024!!! letmein-letmein abcdefghijklm zaq12wsxcde3 administrator
    CorrectHorseBatteryStaple interview2026 trustno1trustno1 football1234 asdfghjkl123 123qwe123qwe
    """.split(),
)
def test_what_many_people_use_is_refused_in_whatever_dress(password: str) -> None:
    assert "Many people use this password" in (password_fault(password) or "")


def test_the_list_is_long_made_at_once_and_every_entry_is_refused() -> None:
    common_passwords.common_passwords.cache_clear()
    began = time.perf_counter()
    found = common_passwords.common_passwords()
    assert time.perf_counter() - began < 1
    long_enough = [one for one in found if SHORTEST <= len(one) <= MAX_LENGTH]
    assert len(long_enough) >= 3000
    assert all(is_common(one.upper()) and password_fault(one) for one in long_enough)


@pytest.mark.parametrize(
    ("password", "word"), [("I am Ada.Lovelace ok", "ada.lovelace"), ("mail ADA@example.org", "ada@example.org")]
)
def test_ones_own_name_and_address_are_refused(password: str, word: str) -> None:
    assert password_fault(password) is None
    assert "Leave your own name" in (password_fault(password, personal=(word,)) or "")


@pytest.mark.parametrize(
    ("password", "other"),
    [
        ("a" * 100 + "b" * 28, "a" * 100 + "b" * 27 + "c"),
        ("ß" * 80 + "end", "ß" * 80 + "enD"),
        ("nul\x00 then this", "nul\x00 then that"),
        (" spaces count ", "spaces count"),
        ("Case counts too", "case counts too"),
    ],
)
def test_a_password_is_compared_as_it_was_typed_beyond_the_72_bytes_of_bcrypt(password: str, other: str) -> None:
    stored = hash_password(password, rounds=4)
    assert matches(password, stored) and not matches(other, stored)


def test_without_a_stored_password_something_is_compared_that_never_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bytes] = []
    monkeypatch.setattr("bcrypt.checkpw", lambda password, stored: not compared.append(stored))
    assert not matches("nobody's password", None)
    assert len(compared) == 1 and compared[0].startswith(b"$2")
