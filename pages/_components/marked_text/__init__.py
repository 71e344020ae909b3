"""Shows somebody's text with marks in it. The text goes into text nodes, never into HTML."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import streamlit as st


@dataclass(frozen=True)
class Mark:
    """A stretch of the text, by offsets, with what it shows and of which kind it is; ``note`` stands at its end."""

    start: int
    end: int
    label: str
    kind: Literal["good", "wrong", "said"]
    note: str = ""


_marked = st.components.v2.component(
    "marked_text",
    html='<p class="text"></p>',
    css="""
    .text { white-space: pre-wrap; overflow-wrap: anywhere; font-family: var(--st-font); color: var(--st-text-color);
            line-height: 1.65; margin: 0; }
    mark { color: inherit; padding: 0.05em 0.1em; border-radius: 3px; }
    mark.good { background: color-mix(in srgb, var(--st-primary-color) 22%, transparent);
                border-bottom: 2px solid var(--st-primary-color); }
    mark.wrong { background: color-mix(in srgb, var(--st-red-color, #c62828) 18%, transparent);
                 border-bottom: 2px dashed var(--st-red-color, #c62828); }
    mark.said { background: color-mix(in srgb, var(--st-text-color) 7%, transparent);
                outline: 1px solid var(--st-text-color); }
    mark[data-note]::after { content: attr(data-note); font-size: 0.75em; font-weight: 700; vertical-align: super;
                             line-height: 1; margin-left: 0.15em; }
    """,
    js="""
    export default function ({ parentElement, data }) {
      const text = parentElement.querySelector(".text");
      text.replaceChildren();
      // Offsets count characters as Python does; JavaScript's own would split some of them in two.
      const characters = Array.from(data.text);
      const piece = (from, to) => document.createTextNode(characters.slice(from, to).join(""));
      let at = 0;
      for (const { start, end, label, kind, note } of data.marks) {
        text.append(piece(at, start));
        const mark = document.createElement("mark");
        mark.className = kind;
        mark.title = label;
        if (note) mark.dataset.note = note;
        mark.append(piece(start, end));
        text.append(mark);
        at = end;
      }
      text.append(piece(at, characters.length));
    }
    """,
)


def marked_text(text: str, marks: Sequence[Mark], *, key: str) -> None:
    """The text with its marks; where two overlap, the one that was given first is shown."""
    shown: list[Mark] = []
    for mark in marks:
        if all(mark.end <= other.start or other.end <= mark.start for other in shown):
            shown.append(mark)
    shown.sort(key=lambda mark: mark.start)
    _marked(key=key, data={"text": text, "marks": [asdict(mark) for mark in shown]})
