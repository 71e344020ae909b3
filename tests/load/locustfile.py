"""Programs that go from setup to report over the REST API, for locust; ``tests/load/programs.py`` starts it.

It runs in an environment of its own, which has locust and nothing of this project. PROGRAMS names a JSON file with the
tokens and the texts, ACKNOWLEDGED the file to which each answer that was acknowledged is written.
"""

import json
import os
from itertools import count, cycle
from pathlib import Path

from locust import FastHttpUser, task

GIVEN = json.loads(Path(os.environ["PROGRAMS"]).read_text())
TOKENS, TEXTS, QUESTIONS = GIVEN["tokens"], GIVEN["texts"], GIVEN["questions"]
NUMBERS, ENDED = count(), count(1)


class Program(FastHttpUser):
    """One person's interview, once; the last one to end ends the run."""

    network_timeout = connection_timeout = 120.0

    def on_start(self) -> None:
        number = next(NUMBERS)
        self.headers = {"Authorization": f"Bearer {TOKENS[number]}"}
        self.texts = cycle(TEXTS[number :: len(TOKENS)])

    @task
    def practise(self) -> None:
        try:
            self._practise()
        finally:
            if next(ENDED) == len(TOKENS):
                self.environment.runner.quit()
            self.stop()

    def _practise(self) -> None:
        setup = {"role_id": "backend-engineer", "level": "mid", "type": "technical", "followups": False}
        made = self._ask("POST", "/interviews", "create", json=setup | {"count": QUESTIONS})
        of = f"/interviews/{made['id']}"
        for question in self._ask("GET", f"{of}/questions", "questions"):
            text = next(self.texts)
            body = {"question_id": question["id"], "answer_text": text, "time_seconds": 60}
            self._ask("POST", f"{of}/answers", "answer", json=body)
            with Path(os.environ["ACKNOWLEDGED"]).open("a") as file:
                file.write(json.dumps([question["id"], text]) + "\n")
        self._ask("POST", f"{of}/finish", "finish")
        self._ask("GET", f"{of}/report", "report")

    def _ask(self, method: str, path: str, name: str, **request: object) -> object:
        with self.rest(method, f"/api{path}", name=name, headers=self.headers, **request) as response:
            response.raise_for_status()
            return response.js
