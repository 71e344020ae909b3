"""Shows an answer with the remarks on it, and lets its reader choose words to remark on. See ``text.js``."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent

Stretch = tuple[int, int]
"""From and to, in characters as Python counts them."""


@dataclass(frozen=True)
class Remark:
    """A stretch of the text, by offsets, with who said what of it."""

    start: int
    end: int
    author: str
    body: str


_text = st.components.v2.component(
    "selectable_text",
    html=(_HERE / "text.html").read_text(encoding="utf-8"),
    css=(_HERE / "text.css").read_text(encoding="utf-8"),
    js=(_HERE / "text.js").read_text(encoding="utf-8"),
    # Within a shadow root not every browser tells which words are selected.
    isolate_styles=False,
)


def selectable_text(text: str, remarks: Sequence[Remark], *, key: str, chosen: Stretch | None = None) -> Stretch | None:
    """The text with its remarks marked; returns the words that were just chosen to remark on.

    ``chosen`` are those that a remark is being written on now.
    """
    given = _text(
        key=key,
        data={"text": text, "remarks": [asdict(each) for each in remarks], "chosen": chosen},
        on_selected_change=lambda: None,
    ).selected
    return (int(given["start"]), int(given["end"])) if given else None
