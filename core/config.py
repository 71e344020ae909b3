"""Settings, read once at the edge from the environment and from then on a value that is passed along."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import SettingsError

PROJECT = Path(__file__).resolve().parent.parent
SECRET_MIN_LENGTH = 32
LEAST_RETENTION_DAYS = 30
# What stands in tutorials and in the defaults of libraries: anyone could forge with them.
WELL_KNOWN_SECRETS = frozenset(
    {
        "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",  # FastAPI's tutorial
        "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",  # Flask's
    }
)
_PLACEHOLDER = re.compile(
    r"django|insecure|changeme|change|replace|with|your|this|some|random|signature|signing|super|very|long|default|"
    r"example|secret|password|cookie|session|token|key|value|here|please|dev|test|prod|12345678?9?0?|[^a-z0-9]"
)
_LEAST_LEFT = 16
"""Characters that must be left of a secret without the words that stand for one."""
LOG_FORMATS = ("text", "json")
LONGEST_AUDIT_DAYS = 3650


@dataclass(frozen=True)
class Settings:
    """Everything about a deployment that is not code."""

    database_url: str
    data_dir: Path
    secret_key: str
    base_url: str
    has_worker: bool = False
    audit_days: int = 365
    log_format: str = "text"
    retention_days: int | None = None
    bank_dir: Path = PROJECT / "data" / "item_bank"
    rubric_file: Path = PROJECT / "data" / "rubrics" / "standard.yaml"
    catalog_file: Path = PROJECT / "data" / "role_catalog.yaml"
    follow_ups_file: Path = PROJECT / "data" / "follow_ups.yaml"
    allowed_hosts: tuple[str, ...] = ()

    @property
    def is_https(self) -> bool:
        """Whether people come by HTTPS, even if a proxy takes it off before us."""
        return self.base_url.startswith("https://")


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment, with defaults that suit one machine.

    DATABASE_URL   an SQLAlchemy or plain ``postgresql://`` URL; SQLite under DATA_DIR by default.
    DATA_DIR       where the local database and the secret are kept; ``data/local`` by default.
    SECRET_KEY     signs the answer box's tokens; made on first run and kept in DATA_DIR by default.
    BASE_URL       how people reach the dashboard, for the links that it prints.
    ALLOWED_HOSTS  other names that it answers to, with commas between them; ``*`` for any.
    RETENTION_DAYS how many days interviews are kept after somebody last worked on them; for ever by default.
    WORKER         ``external`` where ``python -m core worker`` runs beside this process; ``inside`` by default.
    AUDIT_DAYS     how long events of the audit log are kept; 365 by default.
    LOG_FORMAT     ``text`` for people, or ``json``, one object a line.

    Raises:
        SettingsError: when a value cannot be used, or the secret is short or well known.
    """
    data_dir = Path(environ.get("DATA_DIR") or PROJECT / "data" / "local")
    data_dir.mkdir(parents=True, exist_ok=True)
    port = environ.get("PORT") or "8501"
    return Settings(
        database_url=_driver_url(environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'interviews.db'}"),
        data_dir=data_dir,
        secret_key=_checked_secret(environ.get("SECRET_KEY") or _stored_secret(data_dir / "secret_key")),
        base_url=(environ.get("BASE_URL") or f"http://localhost:{port}").rstrip("/"),
        allowed_hosts=tuple(
            name.strip().lower() for name in environ.get("ALLOWED_HOSTS", "").split(",") if name.strip()
        ),
        audit_days=_audit_days(environ.get("AUDIT_DAYS") or "365"),
        log_format=_log_format(environ.get("LOG_FORMAT") or "text"),
        has_worker=_has_worker(environ.get("WORKER") or "inside"),
        retention_days=_days(environ["RETENTION_DAYS"]) if environ.get("RETENTION_DAYS") else None,
    )


def _has_worker(told: str) -> bool:
    if told not in ("inside", "external"):
        raise SettingsError(
            f"WORKER is {told!r}. Say external where 'python -m core worker' runs, or leave it unset and this process "
            "does what has to be done in the background itself."
        )
    return told == "external"


def _days(told: str) -> int:
    """Fewer than a month would announce an interview's end while its candidate still reads the report."""
    if not (told.isascii() and told.isdigit() and len(told) <= 5 and int(told) >= LEAST_RETENTION_DAYS):
        raise SettingsError(
            f"RETENTION_DAYS is {told!r}. Give a whole number of days from {LEAST_RETENTION_DAYS} to 99999, or leave "
            "it unset to keep interviews for ever."
        )
    return int(told)


def _audit_days(told: str) -> int:
    if not (told.isascii() and told.isdigit() and len(told) <= 4 and 1 <= int(told) <= LONGEST_AUDIT_DAYS):
        raise SettingsError(f"AUDIT_DAYS is {told!r}. Give a number of days from 1 to {LONGEST_AUDIT_DAYS}.")
    return int(told)


def _log_format(told: str) -> str:
    if told not in LOG_FORMATS:
        raise SettingsError(f"LOG_FORMAT is {told!r}. Say {' or '.join(LOG_FORMATS)}.")
    return told


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


def is_weak(secret: str) -> bool:
    """Whether somebody could guess a secret of ours, or read it in a tutorial."""
    bare = _PLACEHOLDER.sub("", secret.lower())
    is_known = secret.lower() in WELL_KNOWN_SECRETS or len(bare) < _LEAST_LEFT
    return len(secret) < SECRET_MIN_LENGTH or is_known or len(set(secret)) < 8


def _checked_secret(secret: str) -> str:
    if is_weak(secret):
        raise SettingsError(
            f"SECRET_KEY is too short or too well known. Give at least {SECRET_MIN_LENGTH} random characters, for "
            "example from: python -c 'import secrets; print(secrets.token_urlsafe(48))', or leave it unset."
        )
    return secret
