"""YAML that remembers its lines and refuses repeated keys, so that a fault can be told with its place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from core.errors import Fault

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML built without libyaml: slower, the same result
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class LinedDocument:
    """A parsed document, and for each place in it the line (from 1) where it begins."""

    where: str
    value: Any
    lines: Mapping[Path, int]

    def place(self, *path: str | int) -> str:
        """``file:line`` of the nearest thing on ``path`` that exists."""
        for end in range(len(path), -1, -1):
            if (line := self.lines.get(path[:end])) is not None:
                return f"{self.where}:{line}"
        return self.where


def read_lined_yaml(text: str, *, where: str) -> tuple[LinedDocument | None, list[Fault]]:
    """The document, or None where the text is not YAML at all, with the faults found on the way."""
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return None, [Fault(where, "the file is empty")]
        lines: dict[Path, int] = {}
        faults: list[Fault] = []
        _walk(root, (), lines, faults, where)
        return LinedDocument(where, loader.construct_document(root), lines), faults
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{where}:{mark.line + 1}" if mark else where
        return None, [Fault(place, f"not valid YAML: {getattr(error, 'problem', None) or error}")]
    finally:
        loader.dispose()


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int], faults: list[Fault], where: str) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _walk(child, (*path, index), lines, faults, where)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            if key.value in seen:
                faults.append(Fault(f"{where}:{key.start_mark.line + 1}", f"'{key.value}' is given twice"))
            seen.add(key.value)
            _walk(child, (*path, key.value), lines, faults, where)
            lines[(*path, key.value)] = key.start_mark.line + 1
