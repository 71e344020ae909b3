"""Comments on an answer: those that were made, a form for one more, and those that a coach keeps to make again."""

import streamlit as st

from core.services import commenting
from core.services.accounts import Person
from core.services.commenting import LONGEST, Kept
from core.services.context import Context
from core.services.human_views import CommentView
from core.services.reviewing import ReviewView
from pages._components.messages import explained, plain
from pages._components.selectable_text import Stretch

_SAID, _MADE = "comments_said", "comments_made"
_SHORT = 80


def comments(ctx: Context, person: Person, view: ReviewView, kept: tuple[Kept, ...]) -> None:
    """Everything that was said of an answer, with the form for one more."""
    st.subheader("Comments")
    said(on_words=False)
    for one in view.human.comments:
        _comment(ctx, person, view, one)
    if comment_form(ctx, person, view, kept):
        st.rerun()
    if kept:
        with st.expander(f"Comments that you keep ({len(kept)})"):
            for each in kept:
                _kept(ctx, person, each)


def comment_form(
    ctx: Context, person: Person, view: ReviewView, kept: tuple[Kept, ...], *, stretch: Stretch | None = None
) -> bool:
    """A form for one comment, on these words of the answer or on what is chosen; returns whether it is done with.

    What was typed stays until it is saved.
    """
    where = f"{view.answer.id}_{stretch}"
    # Once a comment is made, the next one has a form of its own, which is empty.
    key = f"comment_{where}_{st.session_state.get(f'{_MADE}_{where}', 0)}"
    titles = {dimension.name: dimension.title for dimension in view.rubric.dimensions}
    with st.container(border=True), explained():
        if stretch:
            st.markdown("**Comment on these words**")
            st.text(f"“{view.answer.answer_text[slice(*stretch)]}”")
        about = st.selectbox(
            "About",
            ["", *titles],
            format_func=lambda name: titles.get(name, "These words" if stretch else "The whole answer"),
            key=f"{key}_about",
        )
        if kept:
            _insert(kept, key)
        body = st.text_area("Comment", key=f"{key}_body", max_chars=LONGEST, height=100)
        keeps = st.checkbox("Keep this comment for next time", key=f"{key}_keep")
        with st.container(horizontal=True):
            if st.button("Comment", key=f"{key}_save"):
                commenting.comment(ctx, person, view.answer.id, body, dimension=about or None, stretch=stretch)
                if keeps:
                    commenting.keep_comment(ctx, person, body)
                st.session_state[f"{_MADE}_{where}"] = st.session_state.get(f"{_MADE}_{where}", 0) + 1
                st.session_state[_SAID] = (stretch is not None, f"Saved, and {plain(view.candidate)} is told.")
                return True
            if stretch and st.button("Never mind", key=f"{key}_cancel"):
                return True
    return False


def said(*, on_words: bool) -> None:
    """What the last run has to say of a comment on words, or of another one."""
    told = st.session_state.get(_SAID)
    with st.container():
        if told and told[0] is on_words:
            st.success(st.session_state.pop(_SAID)[1])


def _insert(kept: tuple[Kept, ...], key: str) -> None:
    """A kept comment, to be put at the end of what is typed."""
    bodies = {each.id: each.body for each in kept}

    def insert() -> None:
        chosen = st.session_state[f"{key}_kept"]
        if chosen in bodies:
            typed = st.session_state.get(f"{key}_body", "").rstrip()
            st.session_state[f"{key}_body"] = f"{typed}\n{bodies[chosen]}".lstrip()
        st.session_state[f"{key}_kept"] = None

    st.selectbox(
        "Insert a comment that you keep",
        list(bodies),
        index=None,
        format_func=lambda kept_id: _shortened(bodies.get(kept_id, "")),
        placeholder="Choose one",
        key=f"{key}_kept",
        on_change=insert,
    )


def _comment(ctx: Context, person: Person, view: ReviewView, one: CommentView) -> None:
    titles = {dimension.name: dimension.title for dimension in view.rubric.dimensions}
    about = f" on {titles[one.dimension].lower()}" if one.dimension else ""
    with st.container(border=True, horizontal=True, vertical_alignment="center"), explained():
        with st.container(width="stretch", gap="xsmall"):
            st.caption(f"{plain(one.author)}{about}, {one.created_at:%d %b %Y}")
            if one.start is not None:
                st.caption(f"“{plain(_shortened(view.answer.answer_text[one.start : one.end]))}”")
            st.text(one.body)
        if one.author_id == person.id and st.button("Take back", key=f"take_back_{one.id}"):
            commenting.take_back(ctx, person, one.id)
            st.session_state[_SAID] = (False, "Your comment is taken back.")
            st.rerun()


def _kept(ctx: Context, person: Person, one: Kept) -> None:
    with st.container(horizontal=True, vertical_alignment="center"), explained():
        st.text(one.body, width="stretch")
        if st.button("Drop", key=f"drop_{one.id}"):
            commenting.drop_comment(ctx, person, one.id)
            st.rerun()


def _shortened(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
