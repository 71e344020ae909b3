"""What a person does in the browser, step by step, for the browser tests and the README's screenshots."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from core.api.sign_in import COOKIE
from core.models import Draft, InterviewAnswer, InterviewQuestion
from core.store import open_database
from tests.support.live_app import LiveApp

PASSWORD = "correct horse battery"
ANSWER = (
    "First I would find out what changed, because most incidents follow a change. For example, last year a release "
    "doubled our error rate to 4 percent, so I rolled it back within ten minutes and then looked for the cause in the "
    "logs. The tradeoff is that a rollback hides the evidence, therefore I kept one machine aside."
)


def first_admin(page: Page, app: LiveApp) -> None:
    """Follow the terminal's link and make the first admin."""
    page.goto(app.wait_for_output(r"(http\S+first_admin=\S+)").group(1))
    fill_account(page, "boss")
    expect(page.get_by_role("heading", name="Hello, Boss")).to_be_visible()
    browser_is_signed_in(page)


def sign_up(page: Page, app: LiveApp, username: str) -> None:
    """Create an account from the front page."""
    page.goto(app.url)
    page.get_by_role("tab", name="Create an account").click()
    fill_account(page, username)
    expect(page.get_by_role("heading", name=f"Hello, {username.capitalize()}")).to_be_visible()
    browser_is_signed_in(page)


def browser_is_signed_in(page: Page) -> None:
    """Wait for the cookie, which comes a moment after the page: no person types an address that fast."""
    for _ in range(50):
        if any(cookie["name"] == COOKIE for cookie in page.context.cookies()):
            return
        page.wait_for_timeout(100)
    raise AssertionError("the browser never got its cookie")


def fill_account(page: Page, username: str) -> None:
    """The sign-up form."""
    form = page.get_by_test_id("stForm").filter(has=page.get_by_text("Create your account"))
    form.get_by_label("First name").fill(username.capitalize())
    form.get_by_label("Email").fill(f"{username}@example.org")
    form.get_by_label("Username").fill(username)
    form.get_by_label("Password", exact=True).fill(PASSWORD)
    form.get_by_label("Repeat password").fill(PASSWORD)
    form.get_by_role("button", name="Create account").click()


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """The sign-in form, wherever it is shown."""
    form = page.get_by_test_id("stForm").filter(has=page.get_by_label("Username or email"))
    form.get_by_label("Username or email").fill(username)
    form.get_by_label("Password", exact=True).fill(password)
    form.get_by_role("button", name="Sign in").click()


def start_interview(
    page: Page, app: LiveApp, *, kind: str = "Technical", feedback: str = "At the end", followups: str = "None"
) -> UUID:
    """Set up an interview from the setup page; returns its id."""
    page.goto(f"{app.url}/practise")
    page.get_by_role("radio", name=kind).click()
    page.get_by_role("radio", name=feedback).click()
    page.get_by_role("radio", name=followups).click()
    expect(page.get_by_text("core, 4 advanced" if kind == "Technical" else "About")).to_be_visible()
    page.get_by_role("button", name="Start the interview").click()
    expect(page.get_by_role("button", name="Show the question")).to_be_visible()
    found = re.search(r"session=([0-9a-f-]{36})", page.url)
    assert found, page.url
    return UUID(found.group(1))


def show_question(page: Page) -> None:
    """Start the next question's clock."""
    page.get_by_role("button", name="Show the question").click()
    expect(box(page)).to_be_editable()


def box(page: Page):
    """The answer box's text area."""
    return page.get_by_label("Your answer").and_(page.locator("textarea"))


def write(page: Page, text: str) -> None:
    """Write at the end of what stands there, the last letters key by key, and wait until the draft is saved."""
    box(page).press("Control+End")
    page.keyboard.insert_text(text[:-5])
    box(page).press_sequentially(text[-5:])
    expect(page.get_by_text("Draft saved")).to_be_visible()


def submit(page: Page, number: int) -> None:
    """Submit, and wait until the page says that it is saved."""
    page.get_by_role("button", name="Submit answer").click()
    expect(page.get_by_text(f"Saved: your answer to question {number}")).to_be_visible()


def end_early(page: Page) -> None:
    """End the interview and go on to its report, where the scores wait."""
    page.get_by_role("button", name="End the interview early").click()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("heading", name="Report", exact=True)).to_be_visible()


def see_scores(page: Page) -> None:
    """Go to the scores without guessing first."""
    page.get_by_role("button", name=re.compile("Show my score")).click()
    expect(page.get_by_text("Overall score")).to_be_visible()


def let_time_run_out(app: LiveApp, session_id: UUID, *, seconds_left: float) -> None:
    """Bring the open question's deadline near, as if the person had waited."""
    db = open_database(app.database_url)
    now = datetime.now(UTC)
    deadline = now + timedelta(seconds=seconds_left)
    unanswered = select(InterviewAnswer.question_id)
    with db.writing() as session:
        changed = session.execute(
            update(InterviewQuestion)
            .where(
                InterviewQuestion.session_id == session_id,
                InterviewQuestion.shown_at.is_not(None),
                InterviewQuestion.id.not_in(unanswered),
            )
            .values(deadline_at=deadline, shown_at=deadline - timedelta(seconds=60))
        )
    assert changed.rowcount == 1
    db.dispose()


def deadline(app: LiveApp, session_id: UUID) -> datetime:
    """When the open question of an interview is due."""
    db = open_database(app.database_url)
    with db.reading() as session:
        due = session.scalars(
            select(InterviewQuestion.deadline_at)
            .where(InterviewQuestion.session_id == session_id, InterviewQuestion.deadline_at.is_not(None))
            .order_by(InterviewQuestion.order.desc())
        ).first()
    db.dispose()
    assert due is not None
    return due


def answers(app: LiveApp, session_id: UUID) -> list[InterviewAnswer]:
    """The answers of an interview as the database holds them, in order."""
    db = open_database(app.database_url)
    with db.reading() as session:
        rows = session.scalars(
            select(InterviewAnswer)
            .join(InterviewQuestion)
            .where(InterviewQuestion.session_id == session_id)
            .order_by(InterviewQuestion.order)
        ).all()
    db.dispose()
    return list(rows)


def drafts(app: LiveApp, session_id: UUID) -> list[str]:
    """The texts of an interview's drafts as the database holds them, in order."""
    db = open_database(app.database_url)
    with db.reading() as session:
        texts = session.scalars(
            select(Draft.text)
            .join(InterviewQuestion, InterviewQuestion.id == Draft.question_id)
            .where(InterviewQuestion.session_id == session_id)
            .order_by(InterviewQuestion.order)
        ).all()
    db.dispose()
    return list(texts)
