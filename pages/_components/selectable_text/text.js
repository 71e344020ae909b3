// Shows an answer as text nodes, with the stretches marked that somebody remarked on, and tells the page which words its
// reader chose: with the mouse, by touch, or with the keyboard. The browser's own selection is what is chosen.

// On a touch screen the selection's handles hang below its end, and a button there would lie under them.
const BELOW_PX = 6;
const BELOW_HANDLES_PX = 30;
// The form that opens below has to be there before it can be scrolled to.
const FORM_OPENS_MS = 400;

// The script runs at every rerun of the page; a text lives from when it appears until it is taken away.
const texts = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".selectable");
  let text = texts.get(root);
  if (!text) {
    text = new SelectableText(root);
    texts.set(root, text);
  }
  text.update(data, setTriggerValue);
  return () => {
    text.leave();
    texts.delete(root);
  };
}

class SelectableText {
  constructor(root) {
    this.root = root;
    this.text = root.querySelector(".selectable-text");
    this.button = root.querySelector(".selectable-button");
    this.note = root.querySelector(".selectable-note");
    this.stretch = this.held = null;

    this.onSelection = () => this.look();
    this.onOutside = (event) => this.text.contains(event.target) || (this.note.hidden = true);
    document.addEventListener("selectionchange", this.onSelection);
    document.addEventListener("click", this.onOutside);
    // A press on the button must not end the selection, and where it does all the same, the words are kept.
    this.button.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.held = this.stretch;
    });
    this.button.addEventListener("pointercancel", () => (this.held = null));
    this.button.addEventListener("click", () => this.choose());
    this.text.addEventListener("click", (event) => this.tell(event.target));
    this.text.addEventListener("keydown", (event) => this.pressed(event));
  }

  // Fresh data at every rerun; what is selected stays as long as the text and its marks do.
  update(data, setTriggerValue) {
    this.trigger = setTriggerValue;
    const shown = JSON.stringify([data.text, data.remarks, data.chosen]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.draw(data);
    this.note.hidden = true;
    this.look();
    if (data.chosen) this.revealing = setTimeout(() => this.reveal(), FORM_OPENS_MS);
  }

  draw({ text, remarks, chosen }) {
    // Offsets count characters as Python does; JavaScript's own would split some of them in two.
    const characters = Array.from(text);
    const marked = remarks.concat(chosen ? [{ start: chosen[0], end: chosen[1] }] : []);
    const ends = [0, characters.length, ...marked.flatMap(({ start, end }) => [start, end])];
    const cuts = [...new Set(ends)].sort((one, other) => one - other);
    this.text.replaceChildren();
    cuts.slice(0, -1).forEach((from, number) => {
      const to = cuts[number + 1];
      const piece = document.createTextNode(characters.slice(from, to).join(""));
      const here = marked.filter(({ start, end }) => start <= from && to <= end);
      this.text.append(here.length ? this.mark(piece, here) : piece);
    });
  }

  mark(piece, here) {
    const mark = document.createElement("mark");
    const said = here.filter(({ body }) => body);
    mark.append(piece);
    mark.classList.toggle("chosen", said.length < here.length);
    if (said.length) {
      mark.classList.add("remarked");
      mark.tabIndex = 0;
      mark.setAttribute("role", "button");
      mark.said = said;
    }
    return mark;
  }

  // --- which words ---------------------------------------------------------------------------------------------

  look() {
    const range = this.selected();
    this.stretch = range && this.trimmed(this.offset(range, "start"), this.offset(range, "end"));
    if (this.stretch) {
      this.button.hidden = false;
      this.place(this.button, range);
    } else if (!this.held) {
      this.button.hidden = true;
    }
  }

  // A selection that begins or ends beside the text counts as far as it is in it.
  selected() {
    const selection = document.getSelection();
    if (!selection || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    return this.text.contains(range.startContainer) || this.text.contains(range.endContainer) ? range : null;
  }

  offset(range, side) {
    const whole = document.createRange();
    whole.selectNodeContents(this.text);
    const node = range[`${side}Container`];
    if (this.text.contains(node)) whole.setEnd(node, range[`${side}Offset`]);
    else if (side === "start") return 0;
    return Array.from(whole.toString()).length;
  }

  trimmed(start, end) {
    const characters = Array.from(this.text.textContent);
    while (start < end && !characters[start].trim()) start += 1;
    while (start < end && !characters[end - 1].trim()) end -= 1;
    return start < end ? { start, end } : null;
  }

  choose() {
    const stretch = this.held ?? this.stretch;
    this.held = null;
    if (!stretch) return;
    document.getSelection().removeAllRanges();
    this.button.hidden = true;
    this.trigger("selected", stretch);
  }

  pressed(event) {
    const { key, shiftKey, target } = event;
    // The browser tells of a selection a little later than a fast typist presses the next key.
    if (key === "Enter") this.look();
    if ((key === "Enter" || key === " ") && target.said) this.tell(target);
    else if (key === "Enter" && this.stretch) this.choose();
    else if (key === "Escape") this.forget();
    else if (key === "ArrowLeft" || key === "ArrowRight") this.step(key === "ArrowRight", shiftKey, "word");
    else if (shiftKey && (key === "ArrowUp" || key === "ArrowDown")) this.step(key === "ArrowDown", true, "line");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  step(forward, isLonger, unit) {
    const selection = document.getSelection();
    if (!selection.rangeCount || !this.text.contains(selection.focusNode)) selection.collapse(this.text, 0);
    else if (!isLonger && !selection.isCollapsed) forward ? selection.collapseToEnd() : selection.collapseToStart();
    selection.modify("extend", forward ? "forward" : "backward", unit);
  }

  forget() {
    document.getSelection().removeAllRanges();
    this.note.hidden = true;
  }

  // --- what was said of them -----------------------------------------------------------------------------------

  tell(mark) {
    this.note.hidden = true;
    if (!mark.said || this.stretch) return;
    this.note.replaceChildren(
      ...mark.said.map(({ author, body }) => {
        const line = document.createElement("p");
        line.textContent = `${author}: ${body}`;
        return line;
      }),
    );
    this.note.hidden = false;
    this.note.style.top = `${this.below(mark.getClientRects()) + BELOW_PX}px`;
  }

  place(element, range) {
    const rects = range.getClientRects();
    if (!rects.length) return;
    const room = this.root.clientWidth - element.offsetWidth;
    const left = rects[rects.length - 1].right - this.root.getBoundingClientRect().left - element.offsetWidth / 2;
    const gap = matchMedia("(pointer: coarse)").matches ? BELOW_HANDLES_PX : BELOW_PX;
    element.style.top = `${this.below(rects) + gap}px`;
    element.style.left = `${Math.max(0, Math.min(room, left))}px`;
  }

  below(rects) {
    return rects[rects.length - 1].bottom - this.root.getBoundingClientRect().top;
  }

  reveal() {
    this.root.querySelector(".selectable-hint").scrollIntoView({ block: "nearest" });
  }

  leave() {
    clearTimeout(this.revealing);
    document.removeEventListener("selectionchange", this.onSelection);
    document.removeEventListener("click", this.onOutside);
  }
}
