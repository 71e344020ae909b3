"""What the answer box calls: keep a draft, hand in the answer. A bearer token says whose and which question."""

from uuid import UUID

from fastapi import APIRouter

from core.api.dependencies import Box, Ctx
from core.errors import NotFoundError
from core.serializers.interviews import DraftIn, DraftOut, InterviewAnswerResponseSerializer
from core.services import sessions
from core.services.tokens import BoxPass

router = APIRouter(prefix="/questions/{question_id}", tags=["answering"])


@router.get("/draft")
def read_draft(question_id: UUID, box: Box, ctx: Ctx) -> DraftOut:
    """The newest saved text, the deadline, and whether the question is closed."""
    _same_question(box, question_id)
    question, draft = sessions.draft_of(ctx, box.user_id, question_id)
    return DraftOut.of(question, draft, ctx.clock())


@router.put("/draft")
def keep_draft(question_id: UUID, body: DraftIn, box: Box, ctx: Ctx) -> DraftOut:
    """Keep a newer text; 409 with the stored one when that is newer."""
    _same_question(box, question_id)
    sessions.save_draft(ctx, box.user_id, question_id, text=body.text, revision=body.revision)
    question, draft = sessions.draft_of(ctx, box.user_id, question_id)
    return DraftOut.of(question, draft, ctx.clock())


@router.post("/answer")
def hand_in(question_id: UUID, body: DraftIn, box: Box, ctx: Ctx) -> InterviewAnswerResponseSerializer:
    """Hand in the answer. It is saved before it is scored, and what is returned was read back."""
    _same_question(box, question_id)
    answer = sessions.submit_answer(ctx, box.user_id, question_id, text=body.text, revision=body.revision)
    return InterviewAnswerResponseSerializer.of(answer)


def _same_question(box: BoxPass, question_id: UUID) -> None:
    if box.question_id != question_id:
        raise NotFoundError("question")
