// The answer box owns the text while the candidate types. It saves drafts and hands in the answer over HTTP, so that
// every save is acknowledged, costs no script run, and works while the page reconnects. The server keeps the time;
// the countdown here only shows it.

const SAVE_AFTER_PAUSE_MS = 1000;
const SAVE_AT_LATEST_MS = 5000;
const RETRY_MS = [500, 1000, 2000, 4000];
const REFRESH_EVERY_MS = 3000;
const ASK_EVERY_MS = 30000;
const PEEK_MS = 5000;
// So that a whole class whose time is up together does not ask for its pages in the same moment.
const SPREAD_MS = 1500;

const Recognition = window.SpeechRecognition ?? window.webkitSpeechRecognition;

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
    this.box = this.find(".box");
    this.text = this.find(".text");
    this.notes = this.find(".notes");
    this.timers = [setInterval(() => this.tick(), 250), setInterval(() => this.askIfIdle(), ASK_EVERY_MS)];
    this.announced = new Set();
    this.gone = false;

    for (const field of [this.text, this.notes]) {
      field.addEventListener("input", () => this.typed());
      field.addEventListener("blur", () => this.save());
      field.addEventListener("keydown", (event) => {
        event.stopPropagation(); // the page's own shortcuts are not for somebody who types
        if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
          event.preventDefault();
          this.submit();
        }
      });
    }
    this.onClick(".submit", () => this.submit());
    this.onClick(".skip", () => this.skip());
    this.onClick(".take-mine", () => this.takeMine());
    this.prepareClock();
    this.prepareCode();
    this.prepareSpeech();

    this.onVisible = () => {
      if (document.visibilityState === "hidden") this.save({ leaving: true });
      else this.ask(); // a machine that slept does not know what time it is
    };
    this.onPageHide = () => this.save({ leaving: true });
    this.onFocus = () => this.ask();
    document.addEventListener("visibilitychange", this.onVisible);
    window.addEventListener("pagehide", this.onPageHide);
    window.addEventListener("focus", this.onFocus);
    this.tabs = new BroadcastChannel("answer-box");
    this.tabs.onmessage = ({ data }) => this.heard(data);
  }

  // Fresh data at every rerun; the text is touched only when the question changes.
  update(data, setTriggerValue) {
    this.data = data;
    this.trigger = setTriggerValue;
    this.setClock(data.server_now_ms, data.deadline_ms);
    this.find(".skip").hidden = !data.can_skip;
    if (this.question !== data.question_id) this.begin();
    this.tick();
  }

  begin() {
    this.question = this.data.question_id;
    this.revision = this.data.revision;
    this.savedText = this.data.text;
    this.savedNotes = this.data.notes;
    this.dictatedWords = 0;
    this.closed = false;
    this.saving = null;
    this.announced.clear();
    this.find(".other").hidden = true;
    this.find(".aside").open = Boolean(this.data.notes);
    this.show(this.data);
    this.restoreBackup();
    this.setOpen(true);
    this.say("");
    this.text.focus({ preventScroll: true });
  }

  // --- the clock: the server's, carried on by a monotonic one that nobody can wind -----------------------------

  prepareClock() {
    this.setQuiet(recall("quiet-clock"));
    this.onClick(".calm", () => this.setQuiet(!this.quiet));
    this.onClick(".peek", () => {
      this.box.classList.add("peeking");
      this.speak(`${this.find(".time").textContent} left.`);
      clearTimeout(this.peeking);
      this.peeking = setTimeout(() => this.box.classList.remove("peeking"), PEEK_MS);
    });
  }

  setQuiet(quiet) {
    this.quiet = quiet;
    remember("quiet-clock", quiet);
    this.box.classList.toggle("quiet", quiet);
    this.find(".peek").hidden = !quiet;
    this.find(".calm").setAttribute("aria-pressed", String(quiet));
  }

  setClock(serverNow, deadline) {
    this.serverAtZero = serverNow - performance.now();
    this.deadline = deadline;
    this.box.classList.toggle("untimed", deadline === null);
  }

  tick() {
    if (this.deadline === null || this.closed) return;
    const left = Math.max(0, (this.deadline - this.serverAtZero - performance.now()) / 1000);
    const shown = Math.ceil(left);
    const pad = (n) => String(n).padStart(2, "0");
    this.find(".time").textContent = `${pad(Math.floor(shown / 60))}:${pad(shown % 60)}`;
    this.find(".left").style.strokeDashoffset = 100 * (1 - left / this.data.total_seconds);
    this.box.classList.toggle("low", left <= Math.max(10, this.data.total_seconds * 0.1));
    this.announce(left);
    if (left <= 0) this.submit({ timeIsUp: true });
  }

  // Three times in all, and once for those who would rather not be reminded.
  announce(left) {
    const marks = [
      [this.data.total_seconds / 2, "Half of your time is left.", false],
      [60, "One minute left.", true],
      [10, "Ten seconds left.", false],
    ];
    const due = marks.filter(([at]) => left <= at && left > at - 2 && !this.announced.has(at));
    for (const [at, words, always] of due) {
      this.announced.add(at);
      if (always || !this.quiet) this.speak(words);
    }
  }

  // --- drafts ------------------------------------------------------------------------------------------------

  typed() {
    this.countWords();
    this.backUp();
    this.typedAt = performance.now();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.save(), SAVE_AFTER_PAUSE_MS);
    this.latest ??= setTimeout(() => this.save(), SAVE_AT_LATEST_MS);
  }

  isSaved() {
    return this.text.value === this.savedText && this.notes.value === this.savedNotes;
  }

  async save({ leaving = false } = {}) {
    clearTimeout(this.pause);
    clearTimeout(this.latest);
    this.latest = undefined;
    if (this.closed || this.submitting || this.isSaved() || (this.saving && !leaving)) return;
    const question = this.question;
    const sent = this.written();
    this.say("Saving …");
    this.saving = this.request("PUT", "draft", { body: sent, keepalive: leaving });
    const answer = await this.saving;
    this.saving = null;
    if (question !== this.question || this.closed) return;
    if (answer.ok) {
      this.stored(answer.body);
      this.say("Draft saved");
      this.tabs.postMessage({ question, revision: answer.body.revision, text: sent.text, notes: sent.notes });
      if (this.isSaved()) this.dropBackup();
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

  stored(draft) {
    this.revision = Math.max(this.revision, draft.revision);
    this.savedText = draft.text;
    this.savedNotes = draft.notes;
    this.setClock(Date.parse(draft.server_now), draft.deadline_at && Date.parse(draft.deadline_at));
  }

  // --- other tabs and devices: one truth ----------------------------------------------------------------------

  // Another tab of this browser saved or closed the question.
  heard(news) {
    if (news.question !== this.question || this.closed) return;
    if (news.closed) this.close(news.words);
    else if (news.revision > this.revision && this.isSaved()) this.takeOver(news);
  }

  askIfIdle() {
    const typing = performance.now() - (this.typedAt ?? -Infinity) < ASK_EVERY_MS;
    if (document.visibilityState === "visible" && !typing) this.ask();
  }

  // What does the server know? Asked when one comes back to this tab, and now and then while nobody types.
  async ask() {
    if (this.closed || this.saving || this.submitting || !this.isSaved()) return;
    const question = this.question;
    const answer = await this.request("GET", "draft");
    if (question !== this.question || this.closed || this.saving || this.submitting || !answer.ok) return;
    this.setClock(Date.parse(answer.body.server_now), answer.body.deadline_at && Date.parse(answer.body.deadline_at));
    if (answer.body.is_answered) this.close("This question was closed in another tab or on another device.");
    else if (answer.body.is_skipped) this.close("This question was skipped in another tab or on another device.");
    else if (answer.body.revision > this.revision && this.isSaved()) this.takeOver(answer.body);
  }

  takeOver(theirs) {
    const isNews = theirs.text !== this.text.value || theirs.notes !== this.notes.value;
    this.revision = theirs.revision;
    this.savedText = theirs.text;
    this.savedNotes = theirs.notes;
    this.show(theirs);
    if (isNews) this.say("Typed in another tab or on another device; shown here as well.");
  }

  takeTheirs(current) {
    const mine = this.text.value;
    const notes = this.notes.value;
    this.takeOver(current);
    if (mine === current.text && notes === current.notes) {
      this.say("Draft saved"); // our own words, by a request that overtook this one
      return;
    }
    this.mine = { text: mine, notes };
    this.find(".other").hidden = false;
    this.say("A newer text from another tab or device is shown.", true);
  }

  takeMine() {
    this.find(".other").hidden = true;
    this.show(this.mine);
    this.save();
    this.text.focus();
  }

  // --- handing in and putting aside ----------------------------------------------------------------------------

  async submit({ timeIsUp = false } = {}) {
    if (this.closed || this.submitting) return;
    this.stopDictating({ keepInterim: true });
    if (!timeIsUp && !this.text.value.trim()) {
      this.say("Type an answer first.", true);
      return;
    }
    const words = timeIsUp ? "Time is up. Handing in your answer …" : "Saving your answer …";
    await this.end("answer", words, "Saved.", timeIsUp ? Math.random() * SPREAD_MS : 0);
  }

  async skip() {
    if (this.closed || this.submitting) return;
    this.stopDictating({ keepInterim: true });
    await this.end("skip", "Keeping your text …", "Kept for later.", 0);
  }

  async end(what, words, done, wait) {
    this.submitting = true;
    this.setOpen(false);
    this.say(words);
    await this.saving;
    const answer = await this.insist(what);
    this.submitting = false;
    if (!answer) return;
    if (answer.ok) {
      this.close(done, wait);
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

  // Tried until the server has answered: what was not acknowledged is not done. The key tells the server that it is
  // the same request, whichever of them arrives.
  async insist(what) {
    const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16)).join("");
    const body = this.written();
    for (let attempt = 0; !this.gone; attempt += 1) {
      const answer = await this.request("POST", what, { body, keepalive: true, key });
      if (answer.status && answer.status < 500) return answer;
      this.say("No connection. Your answer is handed in as soon as it is back.", true);
      await new Promise((done) => setTimeout(done, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
    }
    return null;
  }

  close(words, wait = 0) {
    this.closed = true;
    this.stopDictating();
    this.setOpen(false);
    this.dropBackup();
    this.say(words);
    this.tabs.postMessage({ question: this.question, closed: true, words: "Closed in another tab." });
    // Triggers are not acknowledged, so it is repeated until the page takes this box away.
    const refresh = () => this.trigger("closed", `${this.question}:${Date.now()}`);
    this.timers.push(setTimeout(refresh, wait), setInterval(refresh, REFRESH_EVERY_MS));
  }

  written() {
    const words = this.text.value.match(/\S+/g)?.length ?? 0;
    return {
      text: this.text.value,
      notes: this.notes.value,
      // Leaving the page may send one save while another, which takes the next number, is under way.
      revision: this.revision + (this.saving ? 2 : 1),
      dictated: this.dictatedWords * 2 > words,
    };
  }

  async request(method, what, { body, keepalive = false, key } = {}) {
    const headers = { authorization: `Bearer ${this.data.token}` };
    if (body) headers["content-type"] = "application/json";
    if (key) headers["idempotency-key"] = key;
    try {
      const response = await fetch(`${this.data.api}/questions/${this.question}/${what}`, {
        method,
        headers,
        keepalive: keepalive && (body?.text.length ?? 0) < 15000, // browsers refuse more than 64 kB when leaving
        body: body && JSON.stringify(body),
      });
      return { ok: response.ok, status: response.status, body: await response.json().catch(() => ({})) };
    } catch {
      return { ok: false, status: 0, body: {} };
    }
  }

  // --- a copy in this tab, for a reload while the server is away ------------------------------------------------

  backUp() {
    const copy = { revision: this.revision, text: this.text.value, notes: this.notes.value };
    sessionStorage.setItem(`draft:${this.question}`, JSON.stringify(copy));
  }

  dropBackup() {
    sessionStorage.removeItem(`draft:${this.question}`);
  }

  restoreBackup() {
    const kept = JSON.parse(sessionStorage.getItem(`draft:${this.question}`) ?? "null");
    if (kept && kept.revision >= this.revision && (kept.text !== this.savedText || kept.notes !== this.savedNotes)) {
      this.show(kept);
      this.save();
    }
  }

  // --- speech: out of the browser and into it -------------------------------------------------------------------

  prepareSpeech() {
    const aloud = this.find(".aloud");
    aloud.hidden = !("speechSynthesis" in window);
    this.onClick(".aloud", () => {
      const speaking = window.speechSynthesis.speaking;
      window.speechSynthesis.cancel();
      if (!speaking) window.speechSynthesis.speak(inEnglish(new SpeechSynthesisUtterance(this.data.question_text)));
    });
    this.find(".dictate").hidden = !Recognition;
    this.onClick(".dictate", () => {
      if (this.listening) this.stopDictating({ keepInterim: true });
      else if (recall("speech-explained")) this.dictate();
      else this.find(".speech").hidden = !this.find(".speech").hidden;
    });
    this.onClick(".speak", () => {
      remember("speech-explained", true);
      this.dictate();
    });
  }

  dictate() {
    if (this.closed || this.text.readOnly) return;
    const recognition = inEnglish(new Recognition());
    recognition.continuous = recognition.interimResults = true;
    recognition.onresult = (event) => this.understood(event);
    recognition.onerror = (event) => this.say(speechTrouble(event.error), true);
    recognition.onend = () => this.listening === recognition && this.stopDictating({ keepInterim: true });
    this.listening = recognition;
    this.find(".dictate").setAttribute("aria-pressed", "true");
    this.find(".dictate").textContent = "Stop dictating";
    this.find(".speech").hidden = false;
    this.find(".speak").hidden = true;
    recognition.start();
    this.say("Listening");
  }

  understood(event) {
    let interim = "";
    for (const result of Array.from(event.results).slice(event.resultIndex)) {
      if (result.isFinal) this.insert(result[0].transcript);
      else interim += result[0].transcript;
    }
    this.find(".interim").textContent = interim;
    this.find(".interim").hidden = !interim;
  }

  // Where the caret stands, so that what was typed before and after stays as it is.
  insert(spoken) {
    const words = spoken.trim();
    if (!words || this.text.readOnly) return;
    const { selectionStart: from, selectionEnd: to, value } = this.text;
    const before = value.slice(0, from);
    const after = value.slice(to);
    const pad = (edge) => (edge && !/\s/.test(edge) ? " " : "");
    this.text.setRangeText(pad(before.at(-1)) + words + pad(after.at(0)), from, to, "end");
    this.dictatedWords += words.match(/\S+/g).length;
    this.typed();
  }

  stopDictating({ keepInterim = false } = {}) {
    const recognition = this.listening;
    if (!recognition) return;
    this.listening = null;
    if (keepInterim) this.insert(this.find(".interim").textContent);
    recognition.onresult = recognition.onerror = recognition.onend = null;
    recognition.stop();
    this.find(".interim").textContent = "";
    this.find(".interim").hidden = true;
    this.find(".speech").hidden = true;
    this.find(".speak").hidden = false;
    this.find(".dictate").setAttribute("aria-pressed", "false");
    this.find(".dictate").textContent = "Dictate";
  }

  // --- small things ------------------------------------------------------------------------------------------------

  prepareCode() {
    const set = (code) => {
      remember("monospace", code);
      this.box.classList.toggle("monospace", code);
      this.text.spellcheck = !code;
      this.find(".code").setAttribute("aria-pressed", String(code));
    };
    set(recall("monospace"));
    this.onClick(".code", () => set(!recall("monospace")));
  }

  onClick(selector, act) {
    this.find(selector).addEventListener("click", act);
  }

  show({ text, notes }) {
    if (this.text.value !== text) this.text.value = text;
    if (this.notes.value !== notes) this.notes.value = notes;
    this.countWords();
  }

  countWords() {
    const n = (this.text.value.match(/\S+/g) ?? []).length;
    this.find(".words").textContent = n === 1 ? "1 word" : `${n} words`;
  }

  setOpen(open) {
    this.text.readOnly = this.notes.readOnly = !open;
    this.find(".submit").disabled = this.find(".skip").disabled = this.find(".dictate").disabled = !open;
  }

  // Saving goes on quietly; only trouble is read out.
  say(words, trouble = false) {
    this.find(".status").textContent = words;
    this.find(".status").classList.toggle("trouble", trouble);
    if (trouble) this.speak(words);
  }

  speak(words) {
    this.find(".spoken").textContent = words;
  }

  leave() {
    this.stopDictating({ keepInterim: true });
    this.save({ leaving: true });
    this.gone = true;
    this.tabs.close();
    this.timers.forEach(clearInterval);
    clearTimeout(this.pause);
    clearTimeout(this.latest);
    document.removeEventListener("visibilitychange", this.onVisible);
    window.removeEventListener("pagehide", this.onPageHide);
    window.removeEventListener("focus", this.onFocus);
  }
}

// Likings of this browser's owner; where nothing can be kept, they last as long as the page.
const likings = {};

function remember(name, on) {
  likings[name] = on;
  try {
    localStorage.setItem(`answer-box:${name}`, on ? "1" : "");
  } catch {
    // a private window that keeps nothing
  }
}

function recall(name) {
  try {
    return Boolean(localStorage.getItem(`answer-box:${name}`));
  } catch {
    return Boolean(likings[name]);
  }
}

// The questions are English, whatever the browser speaks.
function inEnglish(speech) {
  speech.lang = navigator.language.startsWith("en") ? navigator.language : "en-US";
  return speech;
}

function speechTrouble(error) {
  if (error === "not-allowed" || error === "service-not-allowed") {
    return "The microphone is not allowed. Allow it beside the browser's address, or type.";
  }
  if (error === "no-speech") return "Nothing was heard. Speak, or type.";
  if (error === "audio-capture") return "No microphone was found. Plug one in, or type.";
  return "Dictation stopped working here. What was understood is kept; go on typing.";
}
