"""What is stored of secrets and of names that are better not stored themselves."""

import hashlib
import hmac


def digest(secret: str) -> str:
    """What is stored of a secret of 256 random bits: its SHA-256, for there is nothing to guess."""
    # Half of a surrogate pair is no text, but whoever sends one gets the answer that any wrong secret gets.
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def keyed_digest(secret_key: str, *parts: str) -> str:
    """What is stored of something that could be guessed, such as a name: worthless to whoever lacks the secret key."""
    told = "\0".join(parts).encode(errors="surrogatepass")
    return hmac.new(secret_key.encode(), told, hashlib.sha256).hexdigest()
