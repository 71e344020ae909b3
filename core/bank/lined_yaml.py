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


MOST_NESTED = 20


def tricks(text: str, *, where: str) -> list[Fault]:
    """What a stranger's file must not hold: references, which blow up, and deep nesting, which ends the process.

    Read event by event, so that nothing is built before it is known to be harmless; a syntax error is left to be
    found by :func:`read_lined_yaml`.
    """
    depth = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                return [Fault(f"{where}:{line}", "refers to another place (*); write it out")]
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MOST_NESTED:
                return [Fault(where, f"is nested more than {MOST_NESTED} deep")]
    except yaml.YAMLError:
        pass
    return []


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int], faults: list[Fault], where: str) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _walk(child, (*path, index), lines, faults, where)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            name = str(key.value)
            if name in seen:
                faults.append(Fault(f"{where}:{key.start_mark.line + 1}", f"'{name}' is given twice"))
            seen.add(name)
            _walk(child, (*path, name), lines, faults, where)
            lines[(*path, name)] = key.start_mark.line + 1
