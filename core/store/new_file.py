"""Files with what people typed in them, as an admin's terminal writes them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from core.errors import Fault, InvalidInputError


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that only its owner may read; it appears under its name once it is whole and on the disk.

    Raises:
        InvalidInputError: when there is such a file already, or it cannot be written.
    """
    if path.exists():
        raise InvalidInputError([Fault(str(path), "There is such a file already. Give another name.")])
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
    except OSError as error:
        raise InvalidInputError([Fault(str(path), f"cannot be written: {error.strerror or error}")]) from error
    finally:
        with suppress(OSError):
            part.unlink()
