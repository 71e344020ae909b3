"""Settings and the secret."""

import secrets
import stat
from pathlib import Path

import pytest

from core.config import SECRET_MIN_LENGTH, load_settings
from core.errors import SettingsError


def test_the_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = load_settings({"DATA_DIR": str(tmp_path)})
    again = load_settings({"DATA_DIR": str(tmp_path)})
    assert first == again
    assert len(first.secret_key) >= SECRET_MIN_LENGTH
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "secret",
    [
        *("short", "some_key", "a" * 60, "abab" * 15, "k" * 31, "some_signature_key" * 3, "CHANGE-ME-" * 5),
        "django-insecure-change-me-please-1234567890",
        "your-very-long-secret-key-goes-here-replace-this",
        "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
        "please_replace_this_with_a_random_secret_value",
    ],
)
def test_a_secret_that_can_be_guessed_stops_the_start(tmp_path: Path, secret: str) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        load_settings({"DATA_DIR": str(tmp_path), "SECRET_KEY": secret})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_urls_as_hosts_hand_them_out_get_our_driver(tmp_path: Path, scheme: str) -> None:
    settings = load_settings({"DATA_DIR": str(tmp_path), "DATABASE_URL": f"{scheme}://u:p@host/db"})
    assert settings.database_url == "postgresql+psycopg://u:p@host/db"


def test_links_name_the_port_that_is_served(tmp_path: Path) -> None:
    assert load_settings({"DATA_DIR": str(tmp_path), "PORT": "9000"}).base_url == "http://localhost:9000"


def test_interviews_are_kept_for_ever_unless_a_setting_says_for_how_many_days(tmp_path: Path) -> None:
    here = {"DATA_DIR": str(tmp_path)}
    assert load_settings(here).retention_days is None
    assert load_settings(here | {"RETENTION_DAYS": ""}).retention_days is None
    assert load_settings(here | {"RETENTION_DAYS": "365"}).retention_days == 365


@pytest.mark.parametrize("days", ["0", "29", "-90", "1 year", "12.5", "\u0663\u0666\u0665", "9" * 30, "1e3"])
def test_a_number_of_days_that_is_none_stops_the_start(tmp_path: Path, days: str) -> None:
    with pytest.raises(SettingsError, match="RETENTION_DAYS"):
        load_settings({"DATA_DIR": str(tmp_path), "RETENTION_DAYS": days})


def test_a_worker_is_there_when_it_is_said_and_a_slip_of_the_pen_stops_the_start(tmp_path: Path) -> None:
    told = {"DATA_DIR": str(tmp_path)}
    assert not load_settings(told).has_worker
    assert not load_settings(told | {"WORKER": "inside"}).has_worker
    assert load_settings(told | {"WORKER": "external"}).has_worker
    with pytest.raises(SettingsError, match="WORKER"):
        load_settings(told | {"WORKER": "extern"})


def test_a_random_secret_is_taken(tmp_path: Path) -> None:
    for make in (secrets.token_urlsafe, secrets.token_hex):
        for _ in range(50):
            given = make(32)
            assert load_settings({"DATA_DIR": str(tmp_path), "SECRET_KEY": given}).secret_key == given


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AUDIT_DAYS", "0"),
        ("AUDIT_DAYS", "a year"),
        ("AUDIT_DAYS", "-3"),
        ("AUDIT_DAYS", "9" * 5000),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_setting_that_cannot_be_stops_the_start(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({"DATA_DIR": str(tmp_path), name: value})


def test_logs_and_the_audit_log_are_settings(tmp_path: Path) -> None:
    settings = load_settings({"DATA_DIR": str(tmp_path), "AUDIT_DAYS": "30", "LOG_FORMAT": "json"})
    assert (settings.audit_days, settings.log_format) == (30, "json")
    usual = load_settings({"DATA_DIR": str(tmp_path)})
    assert (usual.audit_days, usual.log_format) == (365, "text")


def test_other_names_are_read_with_commas_between_them(tmp_path: Path) -> None:
    settings = load_settings({"DATA_DIR": str(tmp_path), "ALLOWED_HOSTS": " Inner.example, ,10.0.0.7 "})
    assert settings.allowed_hosts == ("inner.example", "10.0.0.7")
    assert load_settings({"DATA_DIR": str(tmp_path)}).allowed_hosts == ()
