"""What somebody may type who wants to see whether their text is taken for anything else."""

from tests.pages.tab import Tab

NASTY = "<script>alert(1)</script> **bold** [x](javascript:1) $y$ :red[z]"
_MIXED = f"=cmd|' /C calc'!A0\x00\u202e {NASTY} 🙂 : - {{ *a &b\r\n@SUM(1)\t\u0000"
HOSTILE = {
    "everything at once": _MIXED,
    "a megabyte": (_MIXED + "word " * 20) * 5500,
    "only what is not stored": "\x00\x00",
}
"""Texts for every field there is: formulas, NUL, right to left, HTML, Markdown, YAML's signs, emoji; and too much."""
TAKEN_FOR_MORE = ("<script", "**bold", "[x]", "](", "$y", ":red")


def is_plain_text(tab: Tab) -> bool:
    """Whether nothing of it stands unescaped where Streamlit reads Markdown."""
    return not any(sign in tab.markdown for sign in TAKEN_FOR_MORE)
