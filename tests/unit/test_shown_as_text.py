"""Nothing that somebody typed is ever handed to the browser as HTML or as code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.config import PROJECT

# What Streamlit shows without escaping it.
AS_HTML = {"html", "iframe", "components"}
SOURCES = [*PROJECT.glob("app.py"), *PROJECT.glob("pages/**/*.py"), *PROJECT.glob("core/**/*.py")]


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def constants(tree: ast.Module) -> set[str]:
    """Names that a module gives to plain strings at its top, and to nothing else."""
    named = [node for node in tree.body if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)]
    return {target.id for node in named for target in node.targets if isinstance(target, ast.Name)}


def fixed(tree: ast.Module) -> set[str]:
    """Those of a module, and those that it gets from others, by the name under which they come."""
    found = constants(tree)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pages"):
            folder = PROJECT / node.module.replace(".", "/")
            for name in node.names:
                file = folder / f"{name.name}.py"
                if file.exists():
                    there = constants(ast.parse(file.read_text()))
                    found |= {f"{name.asname or name.name}.{each}" for each in there}
    return found


def faults(source: str) -> list[str]:
    """Calls that show something as HTML which does not stand in the code word for word."""
    tree, found = ast.parse(source), []
    for call in calls(tree):
        if any(word.arg == "unsafe_allow_html" for word in call.keywords):
            found.append(f"line {call.lineno}: unsafe_allow_html")
        shows_html = isinstance(call.func, ast.Attribute) and call.func.attr in AS_HTML
        if shows_html and ast.unparse(call.func).startswith("st."):
            [shown] = call.args
            if not isinstance(shown, ast.Constant) and ast.unparse(shown) not in fixed(tree):
                found.append(f"line {call.lineno}: {ast.unparse(call)}")
    return found


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(PROJECT)))
def test_no_page_shows_what_somebody_typed_as_html(file: Path) -> None:
    assert faults(file.read_text()) == []


def test_components_write_text_and_no_html() -> None:
    for script in PROJECT.glob("pages/_components/**/*.js"):
        code = script.read_text()
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
            assert word not in code, f"{script.name}: {word}"


@pytest.mark.parametrize(
    "code",
    [
        "st.markdown(name, unsafe_allow_html=True)",
        "st.caption(name, unsafe_allow_html=False)",
        "st.html(f'<b>{name}</b>')",
        "st.html('<b>' + name)",
        "st.html(name)",
        "NAME = f'{x}'\nst.html(NAME)",
    ],
)
def test_what_would_be_found(code: str) -> None:
    assert faults(code) and not faults("STYLE = '<style></style>'\nst.html(STYLE)\nst.html('<b></b>')")
