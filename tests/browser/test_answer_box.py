"""The answer box under all that can happen to somebody who types: crashes, other tabs, wound clocks, no mouse."""

import re
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from core.models.vocabulary import Timing
from tests.browser import steps
from tests.browser.conftest import Sit
from tests.support.live_app import LiveApp
from tests.support.pages import PageOpener

pytestmark = pytest.mark.browser


def seconds_shown(page: Page) -> int:
    """What the clock says."""
    expect(page.locator(".time")).not_to_have_text("--:--")
    minutes, seconds = page.locator(".time").inner_text().split(":")
    return 60 * int(minutes) + int(seconds)


# --- nothing is lost ----------------------------------------------------------------------------------------------


def test_a_server_that_dies_takes_two_seconds_of_typing_at_most_and_no_time(
    live_app: LiveApp, seat: Sit, page: Page
) -> None:
    session_id = seat(page, live_app).session_id
    steps.box(page).press_sequentially("typed in time", delay=5)
    page.wait_for_timeout(2000)
    live_app.kill()
    before = steps.deadline(live_app, session_id)
    assert steps.drafts(live_app, session_id) == ["typed in time"]
    steps.box(page).press_sequentially(" and while it was down")
    expect(page.get_by_text("Not saved yet").first).to_be_visible()
    live_app.start()
    expect(page.get_by_text("Draft saved")).to_be_visible(timeout=20_000)
    page.reload()
    expect(steps.box(page)).to_have_value("typed in time and while it was down")
    assert steps.deadline(live_app, session_id) == before


def test_a_lost_connection_loses_no_word_and_no_time(app: LiveApp, seat: Sit, page: Page) -> None:
    session_id = seat(page, app).session_id
    steps.write(page, "before the tunnel")
    deadline = steps.deadline(app, session_id)
    page.context.set_offline(True)
    steps.box(page).press_sequentially(" and in it")
    expect(page.get_by_text("Not saved yet").first).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Draft saved")).to_be_visible(timeout=20_000)
    page.reload()
    expect(steps.box(page)).to_have_value("before the tunnel and in it")
    assert steps.deadline(app, session_id) == deadline


def test_a_double_click_makes_one_answer(app: LiveApp, seat: Sit, page: Page) -> None:
    session_id = seat(page, app).session_id
    steps.write(page, "once is enough")
    page.get_by_role("button", name="Submit answer").dblclick()
    expect(page.get_by_text("Saved: your answer to question 1")).to_be_visible()
    assert len(steps.answers(app, session_id)) == 1


def test_who_never_pauses_is_saved_all_the_same(app: LiveApp, seat: Sit, page: Page) -> None:
    session_id = seat(page, app).session_id
    steps.box(page).press_sequentially("x" * 60, delay=120)  # 7 seconds without a pause
    assert len(steps.drafts(app, session_id)[0]) >= 30


def test_skipping_keeps_what_was_typed_a_moment_ago(app: LiveApp, seat: Sit, page: Page) -> None:
    seat(page, app)
    page.wait_for_timeout(1000)
    steps.box(page).press_sequentially("half a thought")
    page.get_by_role("button", name="Skip for now").click()
    expect(page.get_by_text("Question 2 of 10 ·")).to_be_visible()
    steps.write(page, steps.ANSWER)
    steps.submit(page, 2)
    page.get_by_role("button", name="Come back to question 1 now").click()
    expect(steps.box(page)).to_have_value("half a thought")
    expect(page.get_by_text("left of")).to_be_visible()


def test_notes_are_kept_with_the_draft(app: LiveApp, seat: Sit, page: Page) -> None:
    seat(page, app)
    page.get_by_text("Notes for yourself").click()
    page.get_by_label("Notes, not scored").press_sequentially("index? cache?")
    expect(page.get_by_text("Draft saved")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Notes, not scored")).to_have_value("index? cache?")
    expect(steps.box(page)).to_have_value("")


# --- one truth ------------------------------------------------------------------------------------------------------


def test_two_tabs_show_one_truth_and_say_so(app: LiveApp, seat: Sit, page: Page, open_page: PageOpener) -> None:
    taken = seat(page, app)
    session_id = taken.session_id
    other = open_page(taken.url, context=page.context)
    expect(steps.box(other)).to_be_editable()
    steps.write(page, "from the first tab")
    expect(steps.box(other)).to_have_value("from the first tab")
    expect(other.get_by_text("Typed in another tab or on another device")).to_be_visible()
    steps.write(other, " and the second")
    expect(steps.box(page)).to_have_value("from the first tab and the second")
    steps.submit(other, 1)
    expect(page.get_by_text("Saved: your answer to question 1")).to_be_visible()
    assert [answer.answer_text for answer in steps.answers(app, session_id)] == ["from the first tab and the second"]


def test_two_devices_that_type_at_once_lose_neither_text(
    app: LiveApp, seat: Sit, page: Page, open_page: PageOpener
) -> None:
    taken = seat(page, app)
    phone = open_page(taken.url)
    steps.sign_in(phone, taken.person.username)
    expect(steps.box(phone)).to_be_editable()
    steps.write(page, "from the desk")
    steps.box(phone).press_sequentially("from the phone")
    expect(phone.get_by_text("A newer text from another tab or device is shown").first).to_be_visible()
    expect(steps.box(phone)).to_have_value("from the desk")
    phone.get_by_role("button", name="Use this tab's text instead").click()
    expect(phone.get_by_text("Draft saved")).to_be_visible()
    page.evaluate("window.dispatchEvent(new Event('focus'))")  # somebody comes back to the desk
    expect(steps.box(page)).to_have_value("from the phone")


# --- time -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [-1, 1])
def test_winding_the_clock_of_the_browser_changes_nothing(
    app: LiveApp, seat: Sit, page: Page, open_page: PageOpener, hours: int
) -> None:
    session_id = seat(page, app).session_id
    right = seconds_shown(page)
    due = steps.deadline(app, session_id)
    page.add_init_script(
        f"""const now = Date.now, Real = Date;
        window.Date = class extends Real {{
            constructor(...given) {{ given.length ? super(...given) : super(now() + {hours} * 3600e3); }}
            static now() {{ return now() + {hours} * 3600e3; }}
        }};"""
    )
    page.reload()
    expect(steps.box(page)).to_be_editable()
    assert abs(page.evaluate("Date.now()") - due.timestamp() * 1000) > 3_000_000
    assert 0 <= right - seconds_shown(page) < 30
    steps.write(page, "at my own time")
    assert steps.deadline(app, session_id) == due
    steps.submit(page, 1)
    assert 0 < steps.answers(app, session_id)[0].time_seconds < 60


def test_time_that_runs_out_hands_in_what_is_typed(app: LiveApp, seat: Sit, page: Page) -> None:
    session_id = seat(page, app).session_id
    steps.let_time_run_out(app, session_id, seconds_left=6)
    page.reload()
    steps.box(page).press_sequentially("typed to the last second")
    expect(page.get_by_text("Saved: your answer to question 1, 5 words")).to_be_visible(timeout=15_000)
    assert steps.answers(app, session_id)[0].answer_text == "typed to the last second"


@pytest.mark.parametrize(
    ("mark", "words"), [("half", "Half of your time is left."), (60, "One minute left."), (10, "Ten seconds left.")]
)
def test_time_is_announced_at_its_marks_and_not_each_second(
    app: LiveApp, seat: Sit, page: Page, mark: int | str, words: str
) -> None:
    taken = seat(page, app, timing=Timing.DOUBLE)
    at = taken.seconds / 2 if mark == "half" else int(mark)
    steps.let_time_run_out(app, taken.session_id, seconds_left=at + 10)
    page.reload()
    expect(steps.box(page)).to_be_editable()
    page.evaluate(
        """() => {
            const find = (root) => root.querySelector(".spoken")
                ?? [...root.querySelectorAll("*")].map((e) => e.shadowRoot && find(e.shadowRoot)).find(Boolean);
            window.told = [];
            new MutationObserver(() => window.told.push(find(document).textContent))
                .observe(find(document), { childList: true });
        }"""
    )
    # asked from here, since the page lets nothing be evaluated in it
    until = monotonic() + 20
    while not page.evaluate("window.told.length") and monotonic() < until:
        page.wait_for_timeout(50)
    page.wait_for_timeout(3000)
    assert page.evaluate("window.told") == [words]
    assert page.locator("[role=timer]").get_attribute("aria-live") == "off"


def test_who_would_rather_not_see_the_clock_asks_for_it(app: LiveApp, seat: Sit, page: Page) -> None:
    seat(page, app)
    page.get_by_role("button", name="Hide the clock").click()
    expect(page.locator(".time")).to_be_hidden()
    expect(page.locator(".ring")).to_be_hidden()
    page.reload()
    expect(page.locator(".time")).to_be_hidden()
    page.get_by_role("button", name="Show the time").click()
    expect(page.locator(".time")).to_be_visible()
    expect(page.locator(".time")).to_be_hidden(timeout=10_000)


def test_typing_and_waiting_cost_the_server_no_script_run(app: LiveApp, seat: Sit, page: Page) -> None:
    frames: list[str | bytes] = []

    def note(frame: str | bytes) -> None:
        frames.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", note))
    session_id = seat(page, app).session_id
    page.wait_for_timeout(1500)
    frames.clear()
    steps.write(page, "typing, and saved while typing")
    page.wait_for_timeout(6000)
    assert frames == []
    assert steps.drafts(app, session_id) == ["typing, and saved while typing"]


# --- speech, code, comfort ----------------------------------------------------------------------------------------

FAKE_SPEECH = """
window.webkitSpeechRecognition = undefined;
window.SpeechRecognition = class {
    start() { window.recognition = this; }
    stop() { this.onend?.(); }
};
window.hear = (...heard) => window.recognition.onresult({
    resultIndex: 0,
    results: heard.map(([transcript, isFinal]) => Object.assign([{ transcript }], { isFinal })),
});
window.read = [];
Object.defineProperty(window, "speechSynthesis", {
    value: { speaking: false, cancel() {}, speak(utterance) { window.read.push(utterance.text); } },
});
"""


def test_dictation_says_what_leaves_the_machine_and_can_be_corrected(app: LiveApp, seat: Sit, page: Page) -> None:
    page.add_init_script(FAKE_SPEECH)
    session_id = seat(page, app).session_id
    page.get_by_role("button", name="Dictate", exact=True).click()
    expect(page.get_by_text("send the sound to their maker")).to_be_visible()
    page.get_by_role("button", name="Start dictating").click()
    page.evaluate("hear(['I would measer', false])")
    expect(page.get_by_text("I would measer", exact=True)).to_be_visible()
    expect(steps.box(page)).to_have_value("")
    page.evaluate("hear(['I would measure first', true])")
    expect(steps.box(page)).to_have_value("I would measure first")
    steps.box(page).press_sequentially(", always")
    page.evaluate("hear(['and then decide', true], ['what to', false])")
    expect(steps.box(page)).to_have_value("I would measure first, always and then decide")
    page.get_by_role("button", name="Stop dictating").click()
    expect(steps.box(page)).to_have_value("I would measure first, always and then decide what to")
    steps.submit(page, 1)
    assert steps.answers(app, session_id)[0].dictated


def test_a_microphone_that_is_not_allowed_is_explained(app: LiveApp, seat: Sit, page: Page) -> None:
    page.add_init_script(FAKE_SPEECH)
    seat(page, app)
    page.get_by_role("button", name="Dictate", exact=True).click()
    page.get_by_role("button", name="Start dictating").click()
    page.evaluate("recognition.onerror({ error: 'not-allowed' })")
    expect(page.get_by_text("The microphone is not allowed").first).to_be_visible()


def test_the_question_is_read_aloud(app: LiveApp, seat: Sit, page: Page) -> None:
    page.add_init_script(FAKE_SPEECH)
    seat(page, app)
    page.get_by_role("button", name="Read aloud").click()
    [read] = page.evaluate("window.read")
    expect(page.get_by_role("heading", name=read)).to_be_visible()


def test_code_is_written_in_a_typewriter_face_and_without_a_spell_check(app: LiveApp, seat: Sit, page: Page) -> None:
    seat(page, app)
    expect(steps.box(page)).to_have_attribute("spellcheck", "true")
    page.get_by_role("button", name="Code", exact=True).click()
    expect(steps.box(page)).to_have_css("font-family", re.compile("mono", re.I))
    expect(steps.box(page)).to_have_attribute("spellcheck", "false")
    page.reload()
    expect(page.get_by_role("button", name="Code", exact=True)).to_have_attribute("aria-pressed", "true")


def test_who_wants_no_motion_gets_none(app: LiveApp, seat: Sit, page: Page) -> None:
    seat(page, app)
    moving = page.locator(".left").evaluate("(ring) => getComputedStyle(ring).transitionDuration")
    page.emulate_media(reduced_motion="reduce")
    still = page.locator(".left").evaluate("(ring) => getComputedStyle(ring).transitionDuration")
    assert (moving, still) == ("0.25s", "0s")


# --- no mouse ---------------------------------------------------------------------------------------------------------


def go_to(page: Page, name: str, *, most: int = 80) -> None:
    """Press Tab until the button of this name has the focus."""
    focused = """() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.tagName === "BUTTON" ? element.textContent.trim() : "";
    }"""
    for _ in range(most):
        if page.evaluate(focused) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {name!r}")


def press(page: Page, name: str) -> None:
    """Go to a button and press it."""
    go_to(page, name)
    page.keyboard.press("Enter")


def test_a_whole_interview_by_keyboard_alone(app: LiveApp, seat: Sit, page: Page) -> None:
    seat(page, app)
    page.goto(f"{app.url}/practise")
    expect(page.get_by_role("button", name="Start the interview")).to_be_visible()
    press(page, "Start the interview")
    expect(page.get_by_role("button", name="Show the question")).to_be_visible()
    for number in (1, 2):
        press(page, "Show the question")
        expect(steps.box(page)).to_be_focused()
        page.keyboard.type("First I would find out what changed, because most incidents follow a change.")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"Saved: your answer to question {number}")).to_be_visible()
    press(page, "End the interview early")
    expect(page.get_by_role("dialog")).to_be_visible()
    press(page, "End it")
    expect(page.get_by_role("heading", name="Report", exact=True)).to_be_visible()
    press(page, "Show my scores")
    expect(page.get_by_text("Overall score")).to_be_visible()


def test_escape_leaves_the_dialog_and_the_interview_goes_on(app: LiveApp, seat: Sit, page: Page) -> None:
    seat(page, app)
    page.get_by_role("button", name="End the interview early").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    steps.write(page, "and on it goes")
    steps.submit(page, 1)
