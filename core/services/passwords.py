"""Passwords: which are good enough, how they are stored, and how one is checked."""

import base64
import hashlib

import bcrypt

from core.services.common_passwords import is_common

MIN_LENGTH, MAX_LENGTH = 12, 128
ROUNDS = 12


def password_fault(password: str, *, personal: tuple[str, ...] = ()) -> str | None:
    """What is wrong with a new password, or None. Length counts, kinds of characters do not.

    ``personal`` are the person's own name and addresses, which are the first things to be guessed.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        return (
            f"Use {MIN_LENGTH} to {MAX_LENGTH} characters. A few words in a row are easy to remember and hard to guess."
        )
    if len(set(password)) < 5:
        return "Use more than a few different characters."
    folded = password.casefold()
    if is_common(password):
        return "Many people use this password, and it is tried first. Choose a few words that do not belong together."
    if any(len(word) > 3 and word.casefold() in folded for word in personal):
        return "Leave your own name and address out of the password."
    return None


def hash_password(password: str, *, rounds: int = ROUNDS) -> str:
    """A bcrypt hash for storing."""
    return bcrypt.hashpw(_digest(password), bcrypt.gensalt(rounds)).decode()


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the one that was stored.

    Without a stored one a dummy is compared, so that an unknown user takes as long as a known one.
    """
    ok = bcrypt.checkpw(_digest(password), (stored or _dummy_hash()).encode())
    return ok and stored is not None


def _digest(password: str) -> bytes:
    # bcrypt reads 72 bytes and refuses more, and stops at NUL; a digest in base64 is 44 bytes without NUL.
    return base64.b64encode(hashlib.sha256(password.encode(errors="surrogatepass")).digest())


_dummies: list[str] = []


def _dummy_hash() -> str:
    if not _dummies:
        _dummies.append(hash_password("nobody's password"))
    return _dummies[0]
