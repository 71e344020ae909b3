"""Brings a place on the page into view once, for a link that leads to it."""

import streamlit as st

_here = st.components.v2.component(
    "scroll_here",
    html='<span class="here"></span>',
    css=".here { display: block; scroll-margin-top: 5rem; }",
    js="""
    const done = new WeakSet();
    export default function ({ parentElement }) {
      const here = parentElement.querySelector(".here");
      if (done.has(parentElement)) return;
      done.add(parentElement);
      // Charts above are drawn late and push the place down; whoever scrolls themselves is left alone.
      let isLeft = false;
      const leave = () => { isLeft = true; };
      for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) {
        window.addEventListener(kind, leave, { once: true, passive: true });
      }
      for (const wait of [50, 400, 1200, 2500]) {
        setTimeout(() => { if (!isLeft && here.isConnected) here.scrollIntoView({ block: "start" }); }, wait);
      }
    }
    """,
)


def scroll_here(*, key: str) -> None:
    """Bring this place into view when the page is opened."""
    _here(key=key)
