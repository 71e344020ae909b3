"""Settings, read once at the edge from the environment and from then on a value that is passed along."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import SettingsError

PROJECT = Path(__file__).resolve().parent.parent
SECRET_MIN_LENGTH = 32
# Values that stand in tutorials and in the defaults of libraries: anyone could forge with them.
WELL_KNOWN_SECRETS = frozenset({"some_key", "some_signature_key", "secret", "changeme", "change-me", "password"})


@dataclass(frozen=True)
class Settings:
    """Everything about a deployment that is not code."""

    database_url: str
    data_dir: Path
    secret_key: str
    base_url: str
    bank_dir: Path = PROJECT / "data" / "item_bank"
    rubric_file: Path = PROJECT / "data" / "rubrics" / "standard.yaml"
    catalog_file: Path = PROJECT / "data" / "role_catalog.yaml"
    follow_ups_file: Path = PROJECT / "data" / "follow_ups.yaml"


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment, with defaults that suit one machine.

    DATABASE_URL   an SQLAlchemy or plain ``postgresql://`` URL; SQLite under DATA_DIR by default.
    DATA_DIR       where the local database and the secret are kept; ``data/local`` by default.
    SECRET_KEY     signs the answer box's tokens; made on first run and kept in DATA_DIR by default.
    BASE_URL       how people reach the dashboard, for the links that it prints.

    Raises:
        SettingsError: when the secret is short or well known.
    """
    data_dir = Path(environ.get("DATA_DIR") or PROJECT / "data" / "local")
    data_dir.mkdir(parents=True, exist_ok=True)
    port = environ.get("PORT") or "8501"
    return Settings(
        database_url=_driver_url(environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'interviews.db'}"),
        data_dir=data_dir,
        secret_key=_checked_secret(environ.get("SECRET_KEY") or _stored_secret(data_dir / "secret_key")),
        base_url=(environ.get("BASE_URL") or f"http://localhost:{port}").rstrip("/"),
    )


def _driver_url(url: str) -> str:
    """Hosting services hand out ``postgres://`` URLs without a driver; ours is psycopg."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _stored_secret(path: Path) -> str:
    try:
        # O_EXCL: of two processes that start at once, one makes the secret and both use it.
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


def _checked_secret(secret: str) -> str:
    if len(secret) < SECRET_MIN_LENGTH or secret.lower() in WELL_KNOWN_SECRETS or len(set(secret)) < 8:
        raise SettingsError(
            f"SECRET_KEY is too short or too well known. Give at least {SECRET_MIN_LENGTH} random characters, for "
            "example from: python -c 'import secrets; print(secrets.token_urlsafe(48))', or leave it unset."
        )
    return secret
