"""What the OpenAPI document says beyond what the framework works out: every error in its one shape."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from core.api.problems import MEDIA_TYPE, Problem
from core.services.api_tokens import MOST_WRITES

METHODS = ("get", "put", "post", "delete")
WRITES = ("put", "post", "delete")

TOLD = {
    "400": "The request could not be read.",
    "401": "The token is missing, unknown, revoked or expired.",
    "403": "The token may only read.",
    "404": "It does not exist, or it is not yours: the two are told alike.",
    "409": "Not possible in this state, or something newer is stored, which `current` holds.",
    "413": "The body has more than 64 kB.",
    "422": "Something in the request is missing or wrong; `errors` lists everything.",
    "429": f"{MOST_WRITES} writes in a minute is all that a token may do. `Retry-After` says how many seconds to wait.",
    "503": "The database does not answer.",
}

DESCRIPTION = """
Practise interviews from a program of your own: set one up, hand in answers, read scores with their reasons, and the
report. The same services stand behind the dashboard, so the same answer gets the same scores here and there.

**Token.** Make one on the page *Account*, and send it as `Authorization: Bearer ivp_…`. A token may read, or also
practise. It is shown once, and a revocation holds from the next request.

**Errors** are problem details (RFC 9457), `application/problem+json`; `code` tells programs what went wrong, `detail`
tells people.

**Repeating.** Send `Idempotency-Key` with what makes something: a request that is repeated with the same key gets what
the first one got. Everything else may be repeated as it is.

**Limits.** A body has at most 64 kB, an answer 8,000 characters, a token 60 writes a minute.
"""


def describe(api: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an API, made once."""
    if api.openapi_schema is None:
        schema = get_openapi(
            title=api.title,
            version=api.version,
            description=api.description,
            routes=api.routes,
            tags=api.openapi_tags,
            servers=api.servers,
            separate_input_output_schemas=api.separate_input_output_schemas,
        )
        schemas = schema["components"]["schemas"]
        for unused in ("HTTPValidationError", "ValidationError"):
            schemas.pop(unused, None)
        shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(shape.pop("$defs"))
        schemas["Problem"] = shape
        for method, operation in _operations(schema):
            _tell_problems(method, operation)
        api.openapi_schema = schema
    return api.openapi_schema


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in schema["paths"].values():
        for method in METHODS:
            if method in path:
                yield method, path[method]


def _tell_problems(method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    statuses = {status for status in responses if status in TOLD}
    places = {parameter["in"] for parameter in operation.get("parameters", ())}
    if "security" in operation:
        statuses |= {"401"} | ({"403", "429"} if method in WRITES else set())
    if "path" in places:
        statuses.add("404")
    if "requestBody" in operation:
        statuses |= {"400", "413", "422"}
    for status in sorted(statuses):
        responses[status] = {
            "description": TOLD[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        if status == "429":
            responses[status]["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
    operation["responses"] = dict(sorted(responses.items()))
