// The answer box owns the text while the candidate types. It saves drafts and hands in the answer over HTTP, so that
// every save is acknowledged, costs no script run, and works while the page reconnects. The server keeps the time;
// the countdown here only shows it.

const SAVE_AFTER_PAUSE_MS = 1000;
const SAVE_AT_LATEST_MS = 5000;
const RETRY_MS = [500, 1000, 2000, 4000];
const REFRESH_EVERY_MS = 3000;

// The script runs at every rerun of the page; a box lives from when it appears until it is taken away.
const boxes = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  const text = parentElement.querySelector(".text");
  let box = boxes.get(text);
  if (!box) {
    box = new AnswerBox(parentElement);
    boxes.set(text, box);
  }
  box.update(data, setTriggerValue);
  return () => {
    box.leave();
    boxes.delete(text);
  };
}

class AnswerBox {
  constructor(root) {
    this.find = (selector) => root.querySelector(selector);
    this.text = this.find(".text");
    this.timers = [setInterval(() => this.tick(), 250)];
    this.announced = new Set();
    this.gone = false;

    this.text.addEventListener("input", () => this.typed());
    this.text.addEventListener("keydown", (event) => {
      event.stopPropagation(); // the page's own shortcuts are not for somebody who types
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
        event.preventDefault();
        this.submit();
      }
    });
    this.find(".submit").addEventListener("click", () => this.submit());
    this.find(".take-mine").addEventListener("click", () => this.takeMine());
    this.onHide = () => {
      if (document.visibilityState === "hidden") this.save({ leaving: true });
    };
    this.onPageHide = () => this.save({ leaving: true });
    document.addEventListener("visibilitychange", this.onHide);
    window.addEventListener("pagehide", this.onPageHide);
  }

  // Fresh data at every rerun; the text is touched only when the question changes.
  update(data, setTriggerValue) {
    this.data = data;
    this.trigger = setTriggerValue;
    this.setClock(data.server_now_ms, data.deadline_ms);
    if (this.question !== data.question_id) this.begin();
    this.tick();
  }

  begin() {
    this.question = this.data.question_id;
    this.revision = this.data.revision;
    this.savedText = this.data.text;
    this.closed = false;
    this.saving = null;
    this.announced.clear();
    this.find(".other").hidden = true;
    this.show(this.data.text);
    this.restoreBackup();
    this.setOpen(true);
    this.say("");
    this.text.focus({ preventScroll: true });
  }

  // --- the clock: the server's, carried on by a monotonic one that nobody can wind -----------------------------

  setClock(serverNow, deadline) {
    this.serverAtZero = serverNow - performance.now();
    this.deadline = deadline;
    this.find(".box").classList.toggle("untimed", deadline === null);
  }

  tick() {
    if (this.deadline === null || this.closed) return;
    const left = Math.max(0, (this.deadline - this.serverAtZero - performance.now()) / 1000);
    const shown = Math.ceil(left);
    const pad = (n) => String(n).padStart(2, "0");
    this.find(".time").textContent = `${pad(Math.floor(shown / 60))}:${pad(shown % 60)}`;
    this.find(".left").style.strokeDashoffset = 100 * (1 - left / this.data.total_seconds);
    this.find(".box").classList.toggle("low", left <= Math.max(10, this.data.total_seconds * 0.1));
    this.announce(left);
    if (left <= 0) this.submit({ timeIsUp: true });
  }

  announce(left) {
    const marks = [
      [this.data.total_seconds / 2, "Half of your time is left."],
      [60, "One minute left."],
      [10, "Ten seconds left."],
    ];
    const due = marks.filter(([at]) => left <= at && left > at - 2 && !this.announced.has(at));
    for (const [at, words] of due) {
      this.announced.add(at);
      this.find(".spoken").textContent = words;
    }
  }

  // --- drafts ------------------------------------------------------------------------------------------------

  typed() {
    this.countWords();
    this.backUp();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.save(), SAVE_AFTER_PAUSE_MS);
    this.latest ??= setTimeout(() => this.save(), SAVE_AT_LATEST_MS);
  }

  async save({ leaving = false } = {}) {
    clearTimeout(this.pause);
    clearTimeout(this.latest);
    this.latest = undefined;
    if (this.closed || this.text.value === this.savedText || (this.saving && !leaving)) return;
    const question = this.question;
    const sent = this.text.value;
    this.say("Saving …");
    this.saving = this.request("PUT", "draft", sent, leaving);
    const answer = await this.saving;
    this.saving = null;
    if (question !== this.question || this.closed) return;
    if (answer.ok) {
      this.revision = Math.max(this.revision, answer.body.revision);
      this.savedText = answer.body.text;
      this.setClock(Date.parse(answer.body.server_now), answer.body.deadline_at && Date.parse(answer.body.deadline_at));
      this.say("Draft saved");
      if (this.text.value === sent) this.dropBackup();
      else this.typed();
    } else if (answer.status === 409 && answer.body.current) {
      this.takeTheirs(answer.body.current);
    } else if (answer.status === 409) {
      this.close(answer.body.detail);
    } else if (answer.status === 401 || answer.status === 404 || answer.status === 422) {
      this.say(answer.body.detail, true);
    } else {
      this.say("Not saved yet: no connection. Keep typing; it is tried again.", true);
      this.pause = setTimeout(() => this.save(), 2000);
    }
  }

  takeTheirs(current) {
    this.revision = current.revision;
    this.savedText = current.text;
    if (this.text.value === current.text) {
      this.say("Draft saved"); // our own words, by a request that overtook this one
      return;
    }
    this.mine = this.text.value;
    this.show(current.text);
    this.find(".other").hidden = false;
    this.say("A newer text from another tab or device is shown.");
  }

  takeMine() {
    this.find(".other").hidden = true;
    this.show(this.mine);
    this.save();
  }

  // --- handing in ------------------------------------------------------------------------------------------------

  async submit({ timeIsUp = false } = {}) {
    if (this.closed || this.submitting) return;
    if (!timeIsUp && !this.text.value.trim()) {
      this.say("Type an answer first.", true);
      return;
    }
    this.submitting = true;
    this.setOpen(false);
    this.say(timeIsUp ? "Time is up. Handing in your answer …" : "Saving your answer …");
    await this.saving;
    const answer = await this.handIn();
    this.submitting = false;
    if (!answer) return;
    if (answer.ok) {
      this.close("Saved.");
    } else if (answer.status === 409 && answer.body.current) {
      this.takeTheirs(answer.body.current);
      this.setOpen(true);
    } else if (answer.status === 409) {
      this.close(answer.body.detail);
    } else {
      this.say(answer.body.detail ?? "This could not be handed in. Reload the page; your text is kept.", true);
      this.setOpen(true);
    }
  }

  // Tried until the server has answered: an answer that was not acknowledged is not handed in.
  async handIn() {
    for (let attempt = 0; !this.gone; attempt += 1) {
      const answer = await this.request("POST", "answer", this.text.value, true);
      if (answer.status && answer.status < 500) return answer;
      this.say("No connection. Your answer is handed in as soon as it is back.", true);
      await new Promise((done) => setTimeout(done, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
    }
    return null;
  }

  close(words) {
    this.closed = true;
    this.setOpen(false);
    this.dropBackup();
    this.say(words);
    // Triggers are not acknowledged, so it is repeated until the page takes this box away.
    const refresh = () => this.trigger("closed", `${this.question}:${Date.now()}`);
    refresh();
    this.timers.push(setInterval(refresh, REFRESH_EVERY_MS));
  }

  async request(method, what, text, keepalive) {
    // Leaving the page may send one save while another, which takes the next number, is under way.
    const revision = this.revision + (this.saving ? 2 : 1);
    try {
      const response = await fetch(`${this.data.api}/questions/${this.question}/${what}`, {
        method,
        keepalive: keepalive && text.length < 15000, // browsers refuse more than 64 kB when leaving
        headers: { "content-type": "application/json", authorization: `Bearer ${this.data.token}` },
        body: JSON.stringify({ text, revision }),
      });
      return { ok: response.ok, status: response.status, body: await response.json().catch(() => ({})) };
    } catch {
      return { ok: false, status: 0, body: {} };
    }
  }

  // --- a copy in this tab, for a reload while the server is away ------------------------------------------------

  backUp() {
    sessionStorage.setItem(`draft:${this.question}`, JSON.stringify({ revision: this.revision, text: this.text.value }));
  }

  dropBackup() {
    sessionStorage.removeItem(`draft:${this.question}`);
  }

  restoreBackup() {
    const kept = JSON.parse(sessionStorage.getItem(`draft:${this.question}`) ?? "null");
    if (kept && kept.revision >= this.revision && kept.text !== this.savedText) {
      this.show(kept.text);
      this.save();
    }
  }

  // --- small things ------------------------------------------------------------------------------------------------

  show(words) {
    this.text.value = words;
    this.countWords();
  }

  countWords() {
    const n = (this.text.value.match(/\S+/g) ?? []).length;
    this.find(".words").textContent = n === 1 ? "1 word" : `${n} words`;
  }

  setOpen(open) {
    this.text.readOnly = !open;
    this.find(".submit").disabled = !open;
  }

  say(words, trouble = false) {
    this.find(".status").textContent = words;
    this.find(".status").classList.toggle("trouble", trouble);
  }

  leave() {
    this.save({ leaving: true });
    this.gone = true;
    this.timers.forEach(clearInterval);
    clearTimeout(this.pause);
    clearTimeout(this.latest);
    document.removeEventListener("visibilitychange", this.onHide);
    window.removeEventListener("pagehide", this.onPageHide);
  }
}
