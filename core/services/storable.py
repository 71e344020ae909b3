"""Text as a database can keep it."""


def storable(text: str) -> str:
    """The text without NUL, which PostgreSQL refuses and no keyboard types."""
    return text.replace("\x00", "")
