"""What somebody may type who wants to see whether their text is taken for anything else."""

from tests.pages.tab import Tab

NASTY = "<script>alert(1)</script> **bold** [x](javascript:1) $y$ :red[z]"
TAKEN_FOR_MORE = ("<script", "**bold", "[x]", "](", "$y", ":red")


def is_plain_text(tab: Tab) -> bool:
    """Whether nothing of it stands unescaped where Streamlit reads Markdown."""
    return not any(sign in tab.markdown for sign in TAKEN_FOR_MORE)
