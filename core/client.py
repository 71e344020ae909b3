"""A small client of the REST API. It needs httpx and nothing else of this project, so the file can be taken along.

    with PracticeClient("http://localhost:8501/api", token) as practice:
        interview = practice.create_interview(role_id="backend-engineer", level="mid", type="technical")
        for question in practice.questions(interview["id"]):
            practice.answer(interview["id"], question["id"], text="…", seconds=90)
        practice.finish(interview["id"])
        print(practice.report(interview["id"])["weaknesses"])

What fails on the way is sent again, safely: each request that makes something carries a key of its own.
"""

import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self

import httpx

Json = dict[str, Any]

TRIES = 4
NOT_NOW = (429, 502, 503, 504)
"""Answers after which the same is tried again: too much at once, or a server that died or began with it just now."""
LONGEST_WAIT = 70.0
"""Seconds; a token that has written too much waits a minute at most."""


class ApiError(Exception):
    """The API refused a request. ``problem`` is its document, as RFC 9457 has it; ``code`` tells what went wrong."""

    def __init__(self, status: int, problem: Mapping[str, Any]) -> None:
        super().__init__(str(problem.get("detail") or f"the server answered {status}"))
        self.status = status
        self.code = str(problem.get("code", ""))
        self.problem = dict(problem)


class PracticeClient:
    """Calls the API with one token.

    Args:
        base_url: where the API is, with its prefix, for example ``http://localhost:8501/api``.
        token: made on the account page.
        timeout: seconds to wait for an answer.
        transport: how requests are sent, for tests.
        sleep: how it waits before it tries again.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.Client(base_url=base_url, headers=headers, timeout=timeout, transport=transport)
        self._sleep = sleep

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    # --- the person behind the token ------------------------------------------------------------------------------

    def me(self) -> Json:
        """Whose token this is."""
        return self._one("GET", "/me")

    def profile(self) -> Json:
        """Their profile."""
        return self._one("GET", "/profile")

    def save_profile(self, **profile: Any) -> Json:
        """Replace it: ``skills``, ``experience``, ``cv_text``, ``job_text``, and ``time_factor`` if you like."""
        return self._one("PUT", "/profile", json=profile)

    def tokens(self) -> list[Json]:
        """Their tokens that are good now."""
        return self._many("/tokens")

    def revoke_token(self, token_id: str) -> None:
        """End a token, from the next request on."""
        self._send("DELETE", f"/tokens/{token_id}")

    def roles(self) -> list[Json]:
        """The roles of the catalog."""
        return self._many("/roles")

    # --- interviews -----------------------------------------------------------------------------------------------

    def create_interview(self, **setup: Any) -> Json:
        """Set up an interview: ``role_id`` or ``custom_role``, ``level``, ``type``, and what the document offers."""
        return self._one("POST", "/interviews", json=setup, key=True)

    def interviews(self, **wanted: Any) -> Iterator[Json]:
        """All interviews, newest first, page by page: one's own, or with ``user`` those of a candidate."""
        after = None
        while True:
            page = self._one("GET", "/interviews", params={**wanted, **({"after": after} if after else {})})
            yield from page["items"]
            after = page["next"]
            if after is None:
                return

    def interview(self, interview_id: str) -> Json:
        """An interview and how far it is."""
        return self._one("GET", f"/interviews/{interview_id}")

    def questions(self, interview_id: str) -> list[Json]:
        """Its questions, in order."""
        return self._many(f"/interviews/{interview_id}/questions")

    def answer(self, interview_id: str, question_id: str, *, text: str, seconds: int) -> Json:
        """Hand in an answer; returns it with scores and feedback."""
        body = {"question_id": question_id, "answer_text": text, "time_seconds": seconds}
        return self._one("POST", f"/interviews/{interview_id}/answers", json=body, key=True)

    def answers(self, interview_id: str) -> list[Json]:
        """Its answers with scores and feedback."""
        return self._many(f"/interviews/{interview_id}/answers")

    def finish(self, interview_id: str) -> Json:
        """End it."""
        return self._one("POST", f"/interviews/{interview_id}/finish")

    def reveal(self, interview_id: str, ratings: Mapping[str, int] | None = None) -> int:
        """Keep what the candidate thought of their answers; returns how many were revealed now."""
        body = {"ratings": dict(ratings or {})}
        return int(self._one("POST", f"/interviews/{interview_id}/reveal", json=body)["revealed"])

    def report(self, interview_id: str) -> Json:
        """Its report."""
        return self._one("GET", f"/interviews/{interview_id}/report")

    # --- with the server's clock ----------------------------------------------------------------------------------

    def current(self, interview_id: str) -> Json:
        """The question whose clock is running."""
        return self._one("GET", f"/interviews/{interview_id}/current")

    def show_next(self, interview_id: str, question_id: str | None = None) -> Json:
        """Start the clock of the next question, or of one that was skipped."""
        body = {} if question_id is None else {"question_id": question_id}
        return self._one("POST", f"/interviews/{interview_id}/next", json=body)

    def draft(self, question_id: str) -> Json:
        """The newest saved text of a question."""
        return self._one("GET", f"/questions/{question_id}/draft")

    def save_draft(self, question_id: str, *, text: str, revision: int, **more: Any) -> Json:
        """Keep a newer text."""
        return self._one("PUT", f"/questions/{question_id}/draft", json={"text": text, "revision": revision, **more})

    def skip(self, question_id: str, *, text: str, revision: int) -> Json:
        """Put a question aside with its text; returns the next one."""
        return self._one("POST", f"/questions/{question_id}/skip", json={"text": text, "revision": revision})

    # --- within ---------------------------------------------------------------------------------------------------

    def _one(self, method: str, path: str, **request: Any) -> Json:
        body: Json = self._send(method, path, **request).json()
        return body

    def _many(self, path: str) -> list[Json]:
        bodies: list[Json] = self._send("GET", path).json()
        return bodies

    def _send(self, method: str, path: str, *, key: bool = False, **request: Any) -> httpx.Response:
        """Send a request, again if need be, until it is answered; every request here may be repeated.

        Raises:
            ApiError: when it is refused.
            httpx.TransportError: when the server cannot be reached, several times in a row.
        """
        headers = {"Idempotency-Key": uuid.uuid4().hex} if key else {}
        for tried in range(1, TRIES + 1):
            try:
                response = self._http.request(method, path, headers=headers, **request)
            except httpx.TransportError:
                if tried == TRIES:
                    raise
                self._sleep(0.5 * 2**tried)
                continue
            if response.status_code not in NOT_NOW or tried == TRIES:
                break
            self._sleep(min(LONGEST_WAIT, float(response.headers.get("Retry-After", 1))))
        if response.is_error:
            is_problem = "problem+json" in response.headers.get("content-type", "")
            raise ApiError(response.status_code, response.json() if is_problem else {})
        return response
