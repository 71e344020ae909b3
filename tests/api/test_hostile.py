"""Every body of the API with what somebody sends who wants to see whether their text is taken for anything else."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from core.services import answering, sessions
from core.services.accounts import Person
from core.services.context import Context
from tests.pages.nasty import HOSTILE
from tests.support.contexts import choice
from tests.support.programs import BOTH, DOCUMENT, is_problem

WRITTEN = "half a thought"
BODIES = {
    (method, path): operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    if "requestBody" in operation
}


def example(schema: str, question_id: str) -> dict[str, Any]:
    """A body as the document shows it, about a question that there is."""
    shown = DOCUMENT["components"]["schemas"][schema]
    body = shown["examples"][0] if "examples" in shown else {}
    return body | {"question_id": question_id} if "question_id" in shown["properties"] else body


def with_one_text_replaced(body: Any, text: str) -> Iterator[Any]:
    """The same body, each time with another of its texts replaced, and each time with another of its names."""
    if isinstance(body, str):
        yield text
    elif isinstance(body, list):
        for place, part in enumerate(body):
            for other in with_one_text_replaced(part, text):
                yield [*body[:place], other, *body[place + 1 :]]
    elif isinstance(body, dict):
        for name, part in body.items():
            for other in with_one_text_replaced(part, text):
                yield body | {name: other}
            yield {key: value for key, value in body.items() if key != name} | {text: part}


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize(("method", "path"), BODIES)
def test_it_is_refused_in_words_or_taken_as_text_and_costs_nothing_that_was_there(
    ctx: Context, ada: Person, hers: TestClient, method: str, path: str, kind: str
) -> None:
    session_id = sessions.start_interview(ctx, ada, choice())
    question = sessions.show_next(ctx, ada, session_id)
    answering.save_draft(ctx, ada.id, question.id, answering.Written(WRITTEN, 1))
    address = path.format(session_id=session_id, question_id=question.id)
    took_any = False
    bodies = list(with_one_text_replaced(example(BODIES[method, path], str(question.id)), HOSTILE[kind]))
    assert bodies
    for body in bodies:
        response = hers.request(method, address, json=body)
        took_any |= response.is_success
        assert response.is_success or is_problem(response, response.status_code)
        assert response.status_code < 500 and "Traceback" not in response.text
    _, draft = answering.draft_of(ctx, ada.id, question.id)
    assert took_any or draft.text == WRITTEN
