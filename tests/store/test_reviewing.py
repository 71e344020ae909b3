"""A coach rates an answer blind; what counts, who decides, and what nobody is told too early."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select

from core.errors import InvalidInputError, NotFoundError, StateError
from core.models import InterviewAnswer, InterviewSession, Rating
from core.models.vocabulary import Counts, NotificationKind, RatingKind, Shows, UserRole
from core.rubric import DIMENSIONS
from core.services import coaching, commenting, group_admin, group_settings, notifications, report, reviewing, sessions
from core.services.context import Context
from core.services.review_queue import Queue, Why, group_to_review, review_queue, waiting_by_group
from tests.support.clock import FakeClock
from tests.support.coached import SAID, Coached, interview_of, make_coached, make_staff
from tests.support.contexts import choice, make_person


@pytest.fixture
def there(ctx: Context) -> Coached:
    return make_coached(ctx)


def levels(*given: int | None) -> dict[str, int | None]:
    return dict(zip(DIMENSIONS, given, strict=True))


def scores_of(ctx: Context, answer_id: object) -> tuple[object, object]:
    with ctx.db.reading() as session:
        row = session.get_one(InterviewAnswer, answer_id)
        return row.scores_json, row.overall_score


def test_before_rating_a_coach_knows_nothing_of_what_others_think(ctx: Context, there: Coached) -> None:
    answer = there.answers[0]
    reviewing.rate(ctx, there.second, answer, levels(3, 3, 3, 3, 3))
    commenting.comment(ctx, there.second, answer, "Lead with the result.")
    before = reviewing.open_review(ctx, there.coach, answer)
    assert (before.scorecard, before.answer.scores, before.answer.overall_score) == (None, None, None)
    assert before.human.ratings == before.human.comments == ()
    assert before.answer.answer_text == SAID[0]
    after = reviewing.rate(ctx, there.coach, answer, levels(3, 4, None, 2, 3))
    assert after.scorecard is not None and after.scorecard.overall == scores_of(ctx, answer)[1]
    assert [one.rater for one in after.human.ratings] == ["Cem", "Carla"]
    assert all(one.is_blind and one.rubric_hash == after.interview.rubric_hash for one in after.human.ratings)
    assert [one.body for one in after.human.comments] == ["Lead with the result."]


def test_a_rating_after_a_look_is_not_blind_and_needs_a_reason_only_when_it_replaces_one(
    ctx: Context, there: Coached, clock: FakeClock
) -> None:
    reviewing.show_machine_scores(ctx, there.coach, there.answers[0])
    seen = reviewing.rate(ctx, there.coach, there.answers[0], levels(3, 3, 3, 3, 3))
    assert [one.is_blind for one in seen.human.ratings] == [False]
    clock.advance(seconds=60)
    with pytest.raises(InvalidInputError, match="Reason"):
        reviewing.rate(ctx, there.coach, there.answers[0], levels(4, 3, 3, 3, 3))
    again = reviewing.rate(ctx, there.coach, there.answers[0], levels(4, 3, 3, 3, 3), "I missed the last sentence.")
    assert [one.levels["structure"] for one in again.human.ratings] == [4]
    with ctx.db.reading() as session:
        assert len(session.scalars(select(Rating)).all()) == 2


def test_the_coachs_report_counts_as_a_look(ctx: Context, there: Coached) -> None:
    report.open_report(ctx, there.coach, there.session_id)
    rated = reviewing.rate(ctx, there.coach, there.answers[0], levels(3, 3, 3, 3, 3))
    assert [one.is_blind for one in rated.human.ratings] == [False]
    # somebody else's look is their own
    assert reviewing.rate(ctx, there.second, there.answers[0], levels(3, 3, 3, 3, 3)).human.ratings[-1].is_blind


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (levels(None, None, None, None, None), "at least one"),
        ({"structure": 6}, "0 to 5"),
        ({"charm": 3}, "no such dimension"),
        ({"structure": 2.5}, "whole number"),
    ],
)
def test_what_is_no_rating_is_refused(ctx: Context, there: Coached, given: dict[str, int], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        reviewing.rate(ctx, there.coach, there.answers[0], given)


def test_who_looked_without_rating_learns_of_the_machine_and_not_of_other_coaches(ctx: Context, there: Coached) -> None:
    answer = there.answers[0]
    machine = scores_of(ctx, answer)
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=Counts.COACHES, moderator_id=None)
    reviewing.rate(ctx, there.second, answer, levels(5, 5, 5, 5, 5))
    before = reviewing.open_review(ctx, there.coach, answer)
    assert before.interview.overall_score is None
    reviewing.show_machine_scores(ctx, there.coach, answer)
    view = reviewing.open_review(ctx, there.coach, answer)
    assert (view.answer.scores, view.answer.overall_score) == machine and view.human.ratings == ()
    assert view.interview.overall_score is None
    rated = reviewing.rate(ctx, there.coach, answer, levels(5, 5, 5, 5, 5))
    assert (rated.answer.scores, rated.answer.overall_score) == (levels(5, 5, 5, 5, 5), 100.0)


def test_saving_at_once_from_many_tabs_is_one_rating(ctx: Context, there: Coached) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: reviewing.rate(ctx, there.coach, there.answers[0], levels(3, 3, 3, 3, 3)), range(16)))
    with ctx.db.reading() as session:
        assert len(session.scalars(select(Rating)).all()) == 1
    told = [one for one in notifications.notices(ctx, there.member) if one.kind is NotificationKind.REVIEWED]
    assert len(told) == 1


def test_a_draft_is_kept_until_the_rating_is_saved(ctx: Context, there: Coached) -> None:
    answer = there.answers[0]
    reviewing.keep_rating_draft(ctx, there.coach, answer, {"depth": 2}, "thin")
    reviewing.keep_rating_draft(ctx, there.coach, answer, {"depth": 3, "structure": 1}, "thin so far")
    reviewing.keep_rating_draft(ctx, there.coach, answer, {"depth": 3, "structure": None}, "thin so far")
    draft = reviewing.open_review(ctx, there.coach, answer).draft
    # what they cannot judge is another thing than what they have not come to
    assert draft is not None and (draft.levels, draft.reason) == ({"depth": 3, "structure": None}, "thin so far")
    assert reviewing.open_review(ctx, there.second, answer).draft is None
    assert reviewing.rate(ctx, there.coach, answer, levels(1, 1, 1, 3, 1)).draft is None


def test_which_counts_is_the_groups_choice_and_can_be_undone(ctx: Context, there: Coached) -> None:
    answer = there.answers[0]
    machine = scores_of(ctx, answer)
    before = report.generate_report(there.session_id, ctx=ctx)
    reviewing.rate(ctx, there.coach, answer, levels(5, 5, None, 5, 5))
    assert scores_of(ctx, answer) == machine
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=Counts.COACHES, moderator_id=None)
    scores, overall = scores_of(ctx, answer)
    accuracy = machine[0]["technical_accuracy"]  # type: ignore[index]  # the machine's, where the coach could not judge
    assert scores == levels(5, 5, None, 5, 5) | {"technical_accuracy": accuracy}
    # 0.2 + 0.2 + 0.2 + 0.15 of the weight at 5, a quarter at the machine's
    assert overall == pytest.approx(20 * (0.75 * 5 + 0.25 * accuracy), abs=0.01)
    after = report.generate_report(there.session_id, ctx=ctx)
    assert after.overall is not None and before.overall is not None and after.overall > before.overall
    with ctx.db.reading() as session:
        assert session.get_one(InterviewSession, there.session_id).overall_score == after.overall
    assert after.answers[0].scorecard == before.answers[0].scorecard
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=Counts.MACHINE, moderator_id=None)
    assert scores_of(ctx, answer) == machine
    assert report.generate_report(there.session_id, ctx=ctx).overall == before.overall


def test_coaches_who_differ_wait_for_the_moderator(ctx: Context, there: Coached, clock: FakeClock) -> None:
    answer = there.answers[0]
    third = make_staff(ctx, "third", UserRole.COACH)
    group_admin.assign_coach(ctx, make_staff(ctx, "boss", UserRole.ADMIN), there.group_id, third.id)
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=Counts.COACHES, moderator_id=third.id)
    machine = scores_of(ctx, answer)
    reviewing.rate(ctx, there.coach, answer, levels(5, 3, 3, 3, 3))
    clock.advance(seconds=60)
    differ = reviewing.rate(ctx, there.second, answer, levels(3, 3, 3, 3, 3))
    assert (differ.apart, differ.decides) == (("structure",), False)
    assert scores_of(ctx, answer) == machine, "while they differ, the machine's count"
    assert waits_for(review_queue(ctx, third, there.group_id))[answer] is Why.APART
    assert answer not in waits_for(review_queue(ctx, there.second, there.group_id))
    at_hand = reviewing.open_review(ctx, third, answer)
    assert at_hand.decides and len(at_hand.human.ratings) == 2
    with pytest.raises(InvalidInputError, match="Reason"):
        reviewing.rate(ctx, third, answer, levels(4, 3, 3, 3, 3))
    decided = reviewing.rate(ctx, third, answer, levels(4, 3, 3, 3, 3), "The opening is clear, the end is not.")
    assert decided.apart == () and decided.human.ratings[-1].kind is RatingKind.DECISION
    assert scores_of(ctx, answer)[0] == levels(4, 3, 3, 3, 3)
    assert answer not in waits_for(review_queue(ctx, third, there.group_id))


def test_a_decision_pressed_twice_is_one_and_is_changed_by_its_moderator_alone(
    ctx: Context, there: Coached, clock: FakeClock
) -> None:
    answer, third = there.answers[0], make_staff(ctx, "third", UserRole.COACH)
    group_admin.assign_coach(ctx, make_staff(ctx, "boss", UserRole.ADMIN), there.group_id, third.id)
    reviewing.rate(ctx, there.coach, answer, levels(5, 3, 3, 3, 3))
    reviewing.rate(ctx, there.second, answer, levels(3, 3, 3, 3, 3))
    for _ in range(2):
        decided = reviewing.rate(ctx, third, answer, levels(4, 3, 3, 3, 3), "The opening is clear.")
    clock.advance(seconds=60)
    with pytest.raises(InvalidInputError, match="Reason"):
        reviewing.rate(ctx, third, answer, levels(5, 3, 3, 3, 3))
    decided = reviewing.rate(ctx, third, answer, levels(5, 3, 3, 3, 3), "All of it is clear.")
    assert [one.kind for one in decided.human.ratings] == [RatingKind.RATING, RatingKind.RATING, RatingKind.DECISION]
    assert decided.human.ratings[-1].levels["structure"] == 5
    with ctx.db.reading() as session:
        assert len(session.scalars(select(Rating)).all()) == 4
    # a moderator who was named since has decided nothing yet: theirs is a rating
    group_settings.change_settings(
        ctx, there.coach, there.group_id, counts=Counts.MACHINE, moderator_id=there.second.id
    )
    later = reviewing.rate(ctx, third, answer, levels(1, 1, 1, 1, 1))
    assert later.human.ratings[-1].kind is RatingKind.RATING


def test_without_a_moderator_whoever_has_not_rated_decides(ctx: Context, there: Coached) -> None:
    answer = there.answers[0]
    reviewing.rate(ctx, there.coach, answer, levels(5, 3, 3, 3, 3))
    reviewing.rate(ctx, there.second, answer, levels(3, 3, 3, 3, 3))
    third = make_staff(ctx, "third", UserRole.COACH)
    group_admin.assign_coach(ctx, make_staff(ctx, "boss", UserRole.ADMIN), there.group_id, third.id)
    assert reviewing.open_review(ctx, third, answer).decides
    assert not reviewing.open_review(ctx, there.coach, answer).decides


def waits_for(queue: Queue) -> dict[object, Why]:
    return {one.answer_id: one.why for one in queue.waiting}


def test_the_queue_asks_first_for_what_a_human_adds_most_to(ctx: Context, there: Coached, clock: FakeClock) -> None:
    first, second, third = there.answers
    with ctx.db.writing() as session:  # the machine is sure of two, and remarked on one
        for answer_id, remarks in ((first, []), (second, ["This is hardly about what was asked."]), (third, [])):
            row = session.get_one(InterviewAnswer, answer_id)
            row.overall_score, row.feedback_json = 20.0, dict(row.feedback_json or {}) | {"remarks": remarks}
    commenting.ask_for_review(ctx, there.member, third, "Is the ending clear?")
    queue = review_queue(ctx, there.coach, there.group_id)
    assert list(waits_for(queue).items()) == [(third, Why.ASKED), (second, Why.UNSURE), (first, Why.NEW)]
    assert queue.counts == {Why.ASKED: 1, Why.UNSURE: 1, Why.NEW: 1} and queue.total == 3
    assert queue.waiting[0].note == "Is the ending clear?"
    clock.advance(seconds=60)
    reviewing.rate(ctx, there.coach, third, levels(3, 3, 3, 3, 3))
    assert third not in waits_for(review_queue(ctx, there.coach, there.group_id))
    assert waits_for(review_queue(ctx, there.second, there.group_id))[third] is Why.SECOND
    # a score near to what the level aims at, 60 of 100 for the middle one, is one that the machine is not sure of
    with ctx.db.writing() as session:
        session.get_one(InterviewAnswer, first).overall_score = 64.0
    reviewing.show_machine_scores(ctx, there.coach, second)
    assert waits_for(review_queue(ctx, there.coach, there.group_id)) == {first: Why.UNSURE, second: Why.KNOWN}
    # asked anew, it is a new wish
    clock.advance(seconds=60)
    commenting.ask_for_review(ctx, there.member, third, "And now?")
    assert waits_for(review_queue(ctx, there.second, there.group_id))[third] is Why.ASKED


def test_the_queue_is_told_by_reason_and_by_group(ctx: Context, there: Coached, clock: FakeClock) -> None:
    autumn = coaching.make_group(ctx, there.coach, "Autumn")
    assert set(waiting_by_group(ctx, there.coach)) == {there.group_id}
    clock.advance(seconds=60)
    coaching.join(ctx, there.member, coaching.invite(ctx, there.coach, autumn.id), Shows.ANSWERS)
    commenting.ask_for_review(ctx, there.member, there.answers[2])
    asked = review_queue(ctx, there.coach, there.group_id, why=Why.ASKED)
    assert waits_for(asked) == {there.answers[2]: Why.ASKED} and asked.total == 3
    whole = review_queue(ctx, there.coach, there.group_id).counts
    assert waiting_by_group(ctx, there.coach) == {there.group_id: whole, autumn.id: whole}
    # where coaches of one group differ, nobody decides in another
    reviewing.rate(ctx, there.coach, there.answers[0], levels(5, 3, 3, 3, 3))
    reviewing.rate(ctx, there.second, there.answers[0], levels(3, 3, 3, 3, 3))
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=Counts.MACHINE, moderator_id=there.coach.id)
    found = waiting_by_group(ctx, there.coach)
    assert found[there.group_id][Why.APART] == 1 and Why.APART not in found[autumn.id]
    # the group that was joined first is meant, as long as answers are shown there
    about = {"user_id": there.member.id}, {"session_id": there.session_id}
    for one in about:
        assert group_to_review(ctx, there.coach, **one) == there.group_id
    coaching.leave(ctx, there.member, there.group_id)
    for one in about:
        assert group_to_review(ctx, there.coach, **one) == autumn.id
        with pytest.raises(NotFoundError):
            group_to_review(ctx, there.second, **one)


def test_the_queue_holds_only_what_is_shown_and_over(ctx: Context, there: Coached) -> None:
    hidden = make_person(ctx, "hidden")
    coaching.join(ctx, hidden, coaching.invite(ctx, there.coach, there.group_id), Shows.SCORES)
    interview_of(ctx, hidden, SAID[:1])
    going_on = sessions.start_interview(ctx, there.member, choice())
    sessions.show_next(ctx, there.member, going_on)
    interview_of(ctx, there.member, ("  ",))  # nothing to rate
    assert set(waits_for(review_queue(ctx, there.coach, there.group_id))) == set(there.answers)
    assert review_queue(ctx, there.coach, there.group_id, user_id=hidden.id).waiting == ()
    assert review_queue(ctx, there.coach, there.group_id, session_id=there.session_id).total == 3
    coaching.leave(ctx, there.member, there.group_id)
    assert review_queue(ctx, there.coach, there.group_id).total == 0
    with pytest.raises(NotFoundError):
        reviewing.open_review(ctx, there.coach, there.answers[0])


def test_comments_are_on_words_that_are_there_and_are_told_once(ctx: Context, there: Coached, clock: FakeClock) -> None:
    answer = there.answers[0]
    first = commenting.comment(ctx, there.coach, answer, " Good order. ", dimension="structure", stretch=(0, 5))
    assert commenting.comment(ctx, there.coach, answer, "Good order.", dimension="structure", stretch=(0, 5)) == first
    clock.advance(seconds=60)
    second = commenting.comment(ctx, there.coach, answer, "More numbers, please.")
    human = reviewing.open_review(ctx, there.coach, answer).human
    assert [(one.dimension, one.start, one.end, one.body) for one in human.comments] == [
        ("structure", 0, 5, "Good order."),
        (None, None, None, "More numbers, please."),
    ]
    told = [one.text for one in notifications.notices(ctx, there.member) if one.kind is NotificationKind.COMMENTED]
    assert told == ["Carla of the group Spring commented on answers of yours."]
    for stretch in ((3, 3), (-1, 2), (0, len(SAID[0]) + 1)):
        with pytest.raises(InvalidInputError, match="Select some words"):
            commenting.comment(ctx, there.coach, answer, "Here", stretch=stretch)
    with pytest.raises(InvalidInputError, match="Write something"):
        commenting.comment(ctx, there.coach, answer, " \x00 ")
    with pytest.raises(NotFoundError):
        commenting.take_back(ctx, there.second, second)
    commenting.take_back(ctx, there.coach, second)
    assert len(reviewing.open_review(ctx, there.coach, answer).human.comments) == 1


def test_kept_comments_are_ones_own(ctx: Context, there: Coached) -> None:
    kept = commenting.keep_comment(ctx, there.coach, "Name the trade-off.")
    assert commenting.keep_comment(ctx, there.coach, "Name the trade-off. ") == kept
    assert commenting.kept_comments(ctx, there.second) == ()
    commenting.drop_comment(ctx, there.second, kept)
    assert [one.body for one in commenting.kept_comments(ctx, there.coach)] == ["Name the trade-off."]
    commenting.drop_comment(ctx, there.coach, kept)
    assert commenting.kept_comments(ctx, there.coach) == ()


def test_a_wish_needs_a_coach_who_sees_the_answer(ctx: Context, there: Coached) -> None:
    coaching.change_shown(ctx, there.member, there.group_id, Shows.SCORES)
    assert not commenting.can_ask(ctx, there.member)
    with pytest.raises(StateError, match="No coach sees"):
        commenting.ask_for_review(ctx, there.member, there.answers[0])
    coaching.change_shown(ctx, there.member, there.group_id, Shows.ANSWERS)
    commenting.ask_for_review(ctx, there.member, there.answers[0], "Too long?")
    with pytest.raises(NotFoundError):
        commenting.ask_for_review(ctx, there.coach, there.answers[0])
    commenting.ask_no_more(ctx, there.member, there.answers[0])
    assert Why.ASKED not in review_queue(ctx, there.coach, there.group_id).counts


def test_it_takes_the_same_number_of_queries_however_much_waits(ctx: Context, there: Coached, clock: FakeClock) -> None:
    counted: list[str] = []
    event.listen(ctx.db.read_engine, "before_cursor_execute", lambda *arguments: counted.append(arguments[2]))

    def queries() -> list[int]:
        found = []
        for read in (lambda: review_queue(ctx, there.coach, there.group_id),
                     lambda: waiting_by_group(ctx, there.coach),
                     lambda: reviewing.open_review(ctx, there.coach, there.answers[0])):  # fmt: skip
            counted.clear()
            read()
            found.append(len(counted))
        return found

    for answer in there.answers[:2]:  # each of the two waits for a decision
        reviewing.rate(ctx, there.coach, answer, levels(1, 3, 3, 3, 3))
        reviewing.rate(ctx, there.second, answer, levels(5, 3, 3, 3, 3))
    before = queries()
    for name in ("noah", "olga"):
        member = make_person(ctx, name)
        coaching.join(ctx, member, coaching.invite(ctx, there.coach, there.group_id), Shows.ANSWERS)
        for answer in interview_of(ctx, member, SAID)[1]:
            commenting.ask_for_review(ctx, member, answer, "Well?")
            reviewing.rate(ctx, there.second, answer, levels(5, 3, 3, 3, 3))
            commenting.comment(ctx, there.second, answer, "Well said.")
    coaching.make_group(ctx, there.coach, "Autumn")
    for remark in ("One.", "Two."):
        commenting.comment(ctx, there.second, there.answers[0], remark)
    assert queries() == before
