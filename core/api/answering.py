"""What the answer box calls: keep a draft, hand in the answer. A bearer token says whose and which question."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header

from core.api.dependencies import Arrived, Box, Ctx
from core.errors import NotFoundError
from core.serializers.interviews import (
    DraftIn,
    DraftOut,
    InterviewAnswerResponseSerializer,
    InterviewQuestionSerializer,
)
from core.services import answering, sessions
from core.services.request_keys import LONGEST_KEY
from core.services.tokens import BoxPass

router = APIRouter(prefix="/questions/{question_id}", tags=["answering"])


@router.get("/draft")
def read_draft(question_id: UUID, box: Box, ctx: Ctx) -> DraftOut:
    """The newest saved text, the deadline, and whether the question is closed."""
    _same_question(box, question_id)
    question, draft = answering.draft_of(ctx, box.user_id, question_id)
    return DraftOut.of(question, draft, ctx.clock())


@router.put("/draft")
def keep_draft(question_id: UUID, body: DraftIn, box: Box, ctx: Ctx, at: Arrived) -> DraftOut:
    """Keep a newer text; 409 with the stored one when that is newer."""
    _same_question(box, question_id)
    answering.save_draft(ctx, box.user_id, question_id, body.written(), at=at)
    question, draft = answering.draft_of(ctx, box.user_id, question_id)
    return DraftOut.of(question, draft, ctx.clock())


@router.post("/answer")
def hand_in(
    question_id: UUID,
    body: DraftIn,
    box: Box,
    ctx: Ctx,
    at: Arrived,
    idempotency_key: Annotated[str | None, Header(max_length=LONGEST_KEY)] = None,
) -> InterviewAnswerResponseSerializer:
    """Hand in the answer. It is saved before it is scored, and what is returned was read back.

    Repeated with the same ``Idempotency-Key`` and text it returns the same; with another text, 422.
    """
    _same_question(box, question_id)
    answer = answering.submit_answer(ctx, box.user_id, question_id, body.written(), key=idempotency_key, at=at)
    return InterviewAnswerResponseSerializer.of(answer)


@router.post("/skip")
def skip(question_id: UUID, body: DraftIn, box: Box, ctx: Ctx) -> InterviewQuestionSerializer:
    """Keep the text and put the question aside; returns the next one, whose clock runs from now on."""
    _same_question(box, question_id)
    return InterviewQuestionSerializer.of(sessions.skip(ctx, box.user_id, question_id, body.written()))


def _same_question(box: BoxPass, question_id: UUID) -> None:
    if box.question_id != question_id:
        raise NotFoundError("question")
