"""A coach rates an answer on the rubric's anchors, without the machine's scores, which appear once the rating is saved.

Every rating is a row of its own. Whatever shows a coach what the machine made of an answer notes that they saw it, so
that a rating says truthfully whether it was blind. Where two coaches are too far apart, a moderator decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from core.bank.item import Item
from core.errors import Fault, InvalidInputError, NotFoundError
from core.models import (
    CoachGroup,
    Drill,
    GroupCoach,
    GroupMember,
    GroupSettings,
    InterviewAnswer,
    InterviewQuestion,
    InterviewSession,
    Notification,
    Rating,
    RatingDraft,
    SeenScores,
    User,
)
from core.models.vocabulary import OPEN, NotificationKind, RatingKind, Shows, UserRole
from core.rubric import DIMENSIONS, Rubric
from core.scoring import Scorecard, Task
from core.services import assessment, counting, followups, rubrics, seen
from core.services.accounts import Person, person_of, require
from core.services.content import item_version
from core.services.context import Context
from core.services.human_views import HumanView, RatingView, human_views
from core.services.locking import lock_interview_of_answer
from core.services.notifications import notify
from core.services.rating_rules import LEAST, MOST, Levels, outcome_of
from core.services.scorecards import scorecards, scoring_in_force
from core.services.storable import storable
from core.services.views import AnswerView, SessionView, answer_view, session_view

LONGEST_REASON = 1_000


@dataclass(frozen=True)
class DraftRating:
    """What a coach has chosen so far: a level, or None for what they cannot judge; not chosen yet is left out."""

    levels: Levels
    reason: str


@dataclass(frozen=True)
class ReviewView:
    """An answer as a coach rates it.

    ``human`` holds only what they may know: their own rating and comments before they have rated, everybody's after
    that, and everybody's ratings for whoever decides. ``scorecard`` is the machine's, None until they have seen it.
    ``apart`` names the dimensions in which coaches are too far apart and nobody has decided; ``decides`` says that this
    coach may.
    """

    answer: AnswerView
    interview: SessionView
    item: Item
    rubric: Rubric
    group_id: UUID
    group: str
    candidate_id: UUID
    candidate: str
    human: HumanView
    draft: DraftRating | None
    scorecard: Scorecard | None
    has_rated: bool
    apart: tuple[str, ...]
    decides: bool

    @property
    def task(self) -> Task:
        """What a strong answer to this question holds."""
        return followups.task_asked(self.item, self.answer.question)


# --- what a coach does ------------------------------------------------------------------------------------------


def open_review(ctx: Context, coach: Person, answer_id: UUID) -> ReviewView:
    """An answer to rate, as far as this coach may know of it.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for an answer that nobody shows to them as for one that does not exist.
    """
    require(coach, UserRole.COACH)
    with ctx.db.reading() as session:
        group = group_in_common(session, coach, answer_id)
        answer = session.get_one(InterviewAnswer, answer_id)
        session_id = answer.question.session_id
    assessment.score_pending(ctx, session_id)
    with ctx.db.reading() as session:
        loaded = selectinload(InterviewSession.questions).selectinload(InterviewQuestion.answer)
        interview = session.get_one(InterviewSession, session_id, options=[loaded])
        answer = session.get_one(InterviewAnswer, answer_id)
        question = answer.question
        human = human_views(session, [answer_id]).get(answer_id, HumanView())
        mine = any(one.rater_id == coach.id for one in human.ratings)
        apart = _undecided(session, human, group.id, answer_id)
        decides = bool(apart) and _may_decide(session, coach, group.id, human)
        draft = session.get(RatingDraft, (answer_id, coach.id))
        has_seen = session.get(SeenScores, (answer_id, coach.id)) is not None
        # How the candidate rated themselves is no coach's business, as in the report that they read.
        shown, about = replace(answer_view(question), self_rating=None), session_view(interview)
        scoring = scoring_in_force(answer.scorings, interview.rubric_hash) if has_seen else None
        card = scorecards(session, [scoring])[answer_id] if scoring else None
        return ReviewView(
            answer=shown if mine else _as_scored_by_machine(shown, card),
            interview=about if mine else replace(about, overall_score=None),
            item=item_version(session, question.item_hash),
            rubric=rubrics.rubric_by_hash(session, interview.rubric_hash),
            group_id=group.id,
            group=group.name,
            candidate_id=interview.user_id,
            candidate=person_of(session.get_one(User, interview.user_id)).name,
            human=human if mine else _known_before(human, coach, decides=decides),
            draft=DraftRating(draft.scores_json, draft.reason) if draft else None,
            scorecard=card,
            has_rated=mine,
            apart=apart if mine or decides else (),
            decides=decides,
        )


def keep_rating_draft(ctx: Context, coach: Person, answer_id: UUID, levels: Levels, reason: str) -> None:
    """Keep what a coach has chosen so far, until they save it as a rating.

    Args:
        levels: 0 to 5 by dimension, None where they cannot judge; what is not chosen yet is left out.

    Raises:
        NotFoundError: for an answer that nobody shows to them as for one that does not exist.
        InvalidInputError: for a level out of range or a reason that is too long.
    """
    checked, reason = _checked(levels, reason)
    chosen = {name: level for name, level in checked.items() if name in levels}
    with ctx.db.writing() as session:
        lock_interview_of_answer(session, answer_id)
        group_in_common(session, coach, answer_id)
        draft = RatingDraft(
            answer_id=answer_id, rater_id=coach.id, scores_json=chosen, reason=reason, saved_at=ctx.clock()
        )
        session.merge(draft)


def rate(ctx: Context, coach: Person, answer_id: UUID, levels: Levels, reason: str = "") -> ReviewView:
    """Save a rating, and see what the machine and others made of the answer.

    The same again changes nothing. A moderator's rating of an answer on which coaches differ is the decision, and what
    they rate after that replaces it.

    Args:
        levels: 0 to 5 by dimension; None, or left out, where they cannot judge.
        reason: needed where an earlier rating is replaced, and for a decision.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for an answer that nobody shows to them as for one that does not exist.
        InvalidInputError: when no dimension is rated, a level is out of range, or the reason is missing or too long.
    """
    require(coach, UserRole.COACH)
    levels, reason = _checked(levels, reason)
    if all(level is None for level in levels.values()):
        raise InvalidInputError([Fault("", "Rate at least one dimension; leave out those that you cannot judge.")])
    with ctx.db.writing() as session:
        lock_interview_of_answer(session, answer_id)
        group = group_in_common(session, coach, answer_id)
        human = human_views(session, [answer_id]).get(answer_id, HumanView())
        decides = _may_decide(session, coach, group.id, human) and (
            group.id in human.contested or _own(human, coach, RatingKind.DECISION) is not None
        )
        own = _own(human, coach, RatingKind.DECISION if decides else RatingKind.RATING)
        if not (own and own.levels == levels and own.reason == reason):
            if not reason and (own or decides):
                why = "two coaches differ" if decides else "you rated this answer before"
                raise InvalidInputError([Fault("Reason", f"Give a reason in a sentence, since {why}.")])
            _add_rating(ctx, session, coach, answer_id, group, levels, reason, decides=decides)
            counting.put_in_force(session, [answer_id])
        draft = session.get(RatingDraft, (answer_id, coach.id))
        if draft is not None:
            session.delete(draft)
        seen.note(session, coach.id, [answer_id], now=ctx.clock())
    return open_review(ctx, coach, answer_id)


def show_machine_scores(ctx: Context, coach: Person, answer_id: UUID) -> None:
    """Look at the machine's scores without rating first; a rating that comes later is not blind.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for an answer that nobody shows to them as for one that does not exist.
    """
    require(coach, UserRole.COACH)
    with ctx.db.writing() as session:
        lock_interview_of_answer(session, answer_id)
        group_in_common(session, coach, answer_id)
        seen.note(session, coach.id, [answer_id], now=ctx.clock())


# --- who may ----------------------------------------------------------------------------------------------------


def group_in_common(session: Session, coach: Person, answer_id: UUID) -> CoachGroup:
    """The group in which somebody shows this answer to the coach; of several the one that they joined first.

    Answers can be rated once their interview is over. Drills are nobody's business, and nobody rates themselves.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for an answer that nobody shows to them as for one that does not exist.
    """
    require(coach, UserRole.COACH)
    group = session.scalar(
        select(CoachGroup)
        .join(GroupMember, GroupMember.group_id == CoachGroup.id)
        .join(InterviewSession, InterviewSession.user_id == GroupMember.user_id)
        .join(InterviewQuestion, InterviewQuestion.session_id == InterviewSession.id)
        .join(InterviewAnswer, InterviewAnswer.question_id == InterviewQuestion.id)
        .where(InterviewAnswer.id == answer_id, *shown_for_review(coach))
        .order_by(GroupMember.joined_at, CoachGroup.id)
        .limit(1)
    )
    if group is None:
        raise NotFoundError("answer")
    return group


def shown_for_review(coach: Person) -> tuple[ColumnElement[bool], ...]:
    """Of joined members, interviews and answers, those that this coach may rate."""
    return (
        GroupMember.group_id.in_(select(GroupCoach.group_id).where(GroupCoach.coach_id == coach.id)),
        GroupMember.left_at.is_(None),
        GroupMember.shows == Shows.ANSWERS,
        GroupMember.user_id != coach.id,
        InterviewSession.status.not_in(OPEN),
        ~select(Drill.session_id).where(Drill.session_id == InterviewSession.id).exists(),
    )


# --- within -----------------------------------------------------------------------------------------------------


def _add_rating(
    ctx: Context,
    session: Session,
    coach: Person,
    answer_id: UUID,
    group: CoachGroup,
    levels: Levels,
    reason: str,
    *,
    decides: bool,
) -> None:
    interview = session.scalars(
        select(InterviewSession).join(InterviewQuestion).join(InterviewAnswer).where(InterviewAnswer.id == answer_id)
    ).one()
    session.add(
        Rating(
            answer_id=answer_id,
            group_id=group.id,
            rater_id=coach.id,
            kind=RatingKind.DECISION if decides else RatingKind.RATING,
            rubric_hash=interview.rubric_hash,
            scores_json=dict(levels),
            reason=reason,
            is_blind=session.get(SeenScores, (answer_id, coach.id)) is None,
            created_at=ctx.clock(),
        )
    )
    session.flush()
    tell_once(ctx, session, interview, coach, NotificationKind.REVIEWED, group.name)


def tell_once(
    ctx: Context,
    session: Session,
    interview: InterviewSession,
    coach: Person,
    kind: NotificationKind,
    group: str,
) -> None:
    """Tell a candidate of ratings or comments, once for each interview and coach until they have read it."""
    query = {"session": str(interview.id)}
    unread = session.scalars(
        select(Notification).where(
            Notification.user_id == interview.user_id, Notification.kind == kind, Notification.read_at.is_(None)
        )
    )
    if any(row.query_json == query and row.body_json.get("person") == coach.name for row in unread):
        return
    notify(
        session, [interview.user_id], kind, kind.value,
        now=ctx.clock(), page="report", query=query, person=coach.name, group=group,
    )  # fmt: skip


def _undecided(session: Session, human: HumanView, group_id: UUID, answer_id: UUID) -> tuple[str, ...]:
    """The dimensions in which coaches of a group are too far apart on an answer, if nobody has decided."""
    if group_id not in human.contested:
        return ()
    rows = session.scalars(select(Rating).where(Rating.answer_id == answer_id, Rating.group_id == group_id))
    outcome = outcome_of(map(counting.given, rows))
    return outcome.apart if outcome else ()


def _may_decide(session: Session, coach: Person, group_id: UUID, human: HumanView) -> bool:
    """The group's moderator may; where it has none, every coach of the group who is not one of those who differ."""
    settings = session.get(GroupSettings, group_id)
    if settings is not None and settings.moderator_id is not None:
        return settings.moderator_id == coach.id
    return _own(human, coach, RatingKind.RATING) is None


def _own(human: HumanView, coach: Person, kind: RatingKind) -> RatingView | None:
    return next((one for one in human.ratings if one.rater_id == coach.id and one.kind is kind), None)


def _known_before(human: HumanView, coach: Person, *, decides: bool) -> HumanView:
    """What somebody may know before they rate: nothing of what others think, unless they decide between them."""
    return HumanView(
        ratings=human.ratings if decides else (),
        comments=human.comments if decides else tuple(one for one in human.comments if one.author_id == coach.id),
        request=human.request,
    )


def _as_scored_by_machine(answer: AnswerView, card: Scorecard | None) -> AnswerView:
    """The answer without what other coaches' ratings made of its scores, and without any before the coach saw them."""
    if card is None:
        return replace(answer, scores=None, feedback=None, overall_score=None)
    return replace(answer, scores=card.scores, overall_score=card.overall)


def _checked(levels: Mapping[str, int | None], reason: str) -> tuple[dict[str, int | None], str]:
    """Every dimension with a level or None, and a reason that can be stored."""
    faults = [Fault(name, "There is no such dimension.") for name in levels if name not in DIMENSIONS]
    faults += [
        Fault(name, f"A level is a whole number from {LEAST} to {MOST}.")
        for name, level in levels.items()
        if level is not None and (type(level) is not int or not LEAST <= level <= MOST)
    ]
    reason = storable(reason).strip()
    if len(reason) > LONGEST_REASON:
        faults.append(Fault("Reason", f"A reason has at most {LONGEST_REASON:,} characters; this has {len(reason):,}."))
    if faults:
        raise InvalidInputError(faults)
    return {name: levels.get(name) for name in DIMENSIONS}, reason
