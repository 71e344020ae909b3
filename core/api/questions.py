"""One question while its clock runs: its draft, its answer, or putting it aside.

The answer box of the dashboard calls these with a token of its own, which is good for the one question.
"""

from uuid import UUID

from fastapi import APIRouter

from core.api.dependencies import Arrived, Ctx, Key, QuestionReader, QuestionWriter
from core.serializers.interviews import (
    DraftIn,
    DraftOut,
    InterviewAnswerResponseSerializer,
    InterviewQuestionSerializer,
)
from core.services import answering, sessions

router = APIRouter(prefix="/questions/{question_id}", tags=["a question's clock"])


@router.get("/draft")
def read_draft(question_id: UUID, user_id: QuestionReader, ctx: Ctx) -> DraftOut:
    """The newest saved text, the deadline, and whether the question is closed."""
    question, draft = answering.draft_of(ctx, user_id, question_id)
    return DraftOut.of(question, draft, ctx.clock())


@router.put("/draft", responses={409: {}})
def keep_draft(question_id: UUID, body: DraftIn, user_id: QuestionWriter, ctx: Ctx, at: Arrived) -> DraftOut:
    """Keep a newer text; 409 with the stored one when that is newer."""
    question, draft = answering.save_draft(ctx, user_id, question_id, body.written(), at=at)
    return DraftOut.of(question, draft, ctx.clock())


@router.post("/answer", responses={409: {}})
def hand_in(
    question_id: UUID, body: DraftIn, user_id: QuestionWriter, ctx: Ctx, at: Arrived, idempotency_key: Key = None
) -> InterviewAnswerResponseSerializer:
    """Hand in the answer. It is saved before it is scored, and what is returned was read back.

    Repeated with the same `Idempotency-Key` and text it returns the same; with another text, 422.
    """
    answer = answering.submit_answer(ctx, user_id, question_id, body.written(), key=idempotency_key, at=at)
    return InterviewAnswerResponseSerializer.of(answer)


@router.post("/skip", responses={409: {}})
def skip(question_id: UUID, body: DraftIn, user_id: QuestionWriter, ctx: Ctx) -> InterviewQuestionSerializer:
    """Keep the text and put the question aside; returns the next one, whose clock runs from now on."""
    return InterviewQuestionSerializer.of(sessions.skip(ctx, user_id, question_id, body.written()))
