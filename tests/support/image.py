"""What deploy/Dockerfile would make, without Docker: the files that it copies, and the command that it runs."""

import json
import re
import shutil
from pathlib import Path

from tests.support.live_app import PROJECT

DOCKERFILE = PROJECT / "deploy" / "Dockerfile"
# As Dockerfile.dockerignore has it.
LEFT_OUT = shutil.ignore_patterns("__pycache__", "local", "secrets.toml")


def copy_image(folder: Path) -> None:
    """Put into a folder what lies in the image under /app."""
    for line in re.findall(r"^COPY (.+)$", DOCKERFILE.read_text(), re.MULTILINE):
        *sources, target = line.split()
        for source in map(PROJECT.joinpath, sources):
            if source.is_dir():
                shutil.copytree(source, folder / target, ignore=LEFT_OUT, dirs_exist_ok=True)
            else:
                (folder / target).mkdir(parents=True, exist_ok=True)
                shutil.copy(source, folder / target)


def image_command() -> list[str]:
    """The image's command, as arguments to Python."""
    last = re.findall(r"^CMD (\[.+\])$", DOCKERFILE.read_text(), re.MULTILINE)[-1]
    python, *arguments = json.loads(last)
    assert python == "python"
    return arguments
