"""Log lines: one shape, the request they belong to, and nothing in them that a person wrote or that is secret."""

import json
import logging
import secrets
import time
import uuid
from collections.abc import Iterator

import pytest

from core.logs import LONGEST, ORIGIN, Origin, configure_logs, scrubbed

ANSWER = "I would measure first"


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[logging.Logger]:
    """A logger whose lines go where those of the product go."""
    root = logging.getLogger()
    kept, level = root.handlers, root.level
    origin = ORIGIN.set(Origin("0a1b2c", "198.51.100.7"))
    yield logging.getLogger("core.test_logs")
    ORIGIN.reset(origin)
    root.handlers = kept
    root.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_a_line_for_programs_is_json_with_its_request(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json")
    configure_logs("json")
    log.info("scored %s answers", 3)
    [line] = lines(capsys)
    told = json.loads(line)
    assert told.pop("at").endswith("Z")
    assert told == {"level": "info", "logger": "core.test_logs", "origin": "0a1b2c", "message": "scored 3 answers"}


def test_a_line_for_people_says_the_same(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("text")
    log.warning("a\nb")
    [line] = lines(capsys)
    assert line.endswith("WARNING core.test_logs [0a1b2c] a b")


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_error_says_where_and_of_which_kind_but_not_what_it_quotes(
    log: logging.Logger, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    configure_logs(form)
    try:
        try:
            int(ANSWER)
        except ValueError as error:
            raise RuntimeError(f"could not read {ANSWER}") from error
    except RuntimeError:
        log.exception("a page failed")
    said = "\n".join(lines(capsys))
    assert "a page failed" in said and "builtins.RuntimeError" in said and "builtins.ValueError" in said
    assert "test_logs.py:" in said and ANSWER not in said


def test_what_one_cannot_do_without_is_said(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("text")
    try:
        raise ConnectionRefusedError(111, "Connection refused")
    except OSError:
        log.exception("no database")
    assert "ConnectionRefusedError: [Errno 111] Connection refused" in "\n".join(lines(capsys))


SECRETS = [secrets.token_urlsafe(32), f"ivp_{secrets.token_urlsafe(32)}", secrets.token_hex(32), "ada@example.org"]


@pytest.mark.parametrize("secret", SECRETS, ids=["link", "token", "hex", "e-mail"])
@pytest.mark.parametrize("around", ["{}", "Bearer {}", "GET /sign_in?reset={}&x=1", "said '{}'", "a={};b", "<{}>"])
def test_secrets_and_addresses_are_taken_out(secret: str, around: str) -> None:
    assert secret not in scrubbed(around.format(secret))


def test_a_password_in_an_address_is_taken_out_and_ids_stay() -> None:
    assert scrubbed("to postgresql+psycopg://app:s3cret@db:5432/x") == "to postgresql+psycopg://app:[secret]@db:5432/x"
    found = uuid.uuid4()
    assert str(found) in scrubbed(f"interview {found} failed")


@pytest.mark.parametrize("part", ["word ", "a1", "a.b-", "x", "a.1@ ", "ivp_", "= ", "0b0e4f0a-", "Bearer ", "a-b1 "])
def test_a_long_line_is_cut_and_takes_no_time(part: str) -> None:
    began = time.perf_counter()
    assert len(scrubbed(part * 100_000)) <= 10 * LONGEST
    assert time.perf_counter() - began < 0.5
