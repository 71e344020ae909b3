"""Settings and the secret."""

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


@pytest.mark.parametrize("secret", ["short", "some_key", "a" * 60, "abab" * 15])
def test_a_secret_that_can_be_guessed_stops_the_start(tmp_path: Path, secret: str) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        load_settings({"DATA_DIR": str(tmp_path), "SECRET_KEY": secret})


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_urls_as_hosts_hand_them_out_get_our_driver(tmp_path: Path, scheme: str) -> None:
    settings = load_settings({"DATA_DIR": str(tmp_path), "DATABASE_URL": f"{scheme}://u:p@host/db"})
    assert settings.database_url == "postgresql+psycopg://u:p@host/db"


def test_links_name_the_port_that_is_served(tmp_path: Path) -> None:
    assert load_settings({"DATA_DIR": str(tmp_path), "PORT": "9000"}).base_url == "http://localhost:9000"
