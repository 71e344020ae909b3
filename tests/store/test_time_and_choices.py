"""Time as a candidate chooses it, skipping, follow-ups, looking back and retaking: with a clock that stands still."""

from uuid import UUID

import pytest

from core.bank.follow_ups import load_follow_ups
from core.config import PROJECT
from core.errors import BadFileError, InvalidInputError, NotFoundError, StateError
from core.models import InterviewQuestion
from core.models.vocabulary import HandedIn, InterviewType, Level, Mode, Status, Timing
from core.services import answering, followups, leaving, profiles, reading, reflecting, report, scorer, sessions
from core.services.accounts import Person
from core.services.answering import TooLateError, Written
from core.services.context import Context
from core.services.views import AnswerView, QuestionView
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_person, real_bank

WORDS = "I would measure first, because guessing costs more time than looking."
DAY = 24 * 3600


def start(ctx: Context, person: Person, **chosen: object) -> UUID:
    return sessions.start_interview(ctx, person, choice(**chosen))


def submit(ctx: Context, person: Person, question: QuestionView, text: str = WORDS, revision: int = 1) -> AnswerView:
    return answering.submit_answer(ctx, person.id, question.id, Written(text, revision))


def model_answer(question: QuestionView) -> str:
    return real_bank().items[question.item_id].model_answer


# --- time -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("timing", "factor"),
    [(Timing.USUAL, 1), (Timing.QUARTER_MORE, 1.25), (Timing.HALF_MORE, 1.5), (Timing.DOUBLE, 2)],
)
def test_the_clock_gives_the_items_time_by_the_chosen_factor(
    ctx: Context, ada: Person, timing: Timing, factor: float
) -> None:
    question = sessions.show_next(ctx, ada, start(ctx, ada, timing=timing))
    seconds = round(real_bank().items[question.item_id].seconds * factor)
    assert question.seconds == seconds
    assert question.deadline_at is not None and question.shown_at is not None
    assert (question.deadline_at - question.shown_at).total_seconds() == seconds


def test_without_a_clock_nothing_is_ever_too_late(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id = start(ctx, ada, timing=Timing.UNTIMED)
    question = sessions.show_next(ctx, ada, session_id)
    assert question.deadline_at is None and question.seconds is None
    for hour in range(1, 40):
        clock.advance(hours=1)
        answering.save_draft(ctx, ada.id, question.id, Written(f"hour {hour}", hour))
        leaving.sweep(ctx)
    answer = submit(ctx, ada, question, WORDS, 40)
    assert answer.handed_in is HandedIn.SUBMITTED
    assert answer.time_seconds == 39 * 3600


def test_a_question_without_a_clock_is_still_open_when_the_interview_is_taken_up(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    session_id = start(ctx, ada, timing=Timing.UNTIMED)
    question = sessions.show_next(ctx, ada, session_id)
    answering.save_draft(ctx, ada.id, question.id, Written("half a thought", 1, notes="three causes"))
    clock.advance(seconds=DAY + 1)
    assert leaving.sweep(ctx) == leaving.Swept(closed=0, abandoned=1)
    with pytest.raises(StateError, match="over"):
        answering.save_draft(ctx, ada.id, question.id, Written("too late", 2))
    leaving.take_up(ctx, ada, session_id)
    room = sessions.look(ctx, ada, session_id)
    assert room.open_question is not None and room.open_question.id == question.id
    assert room.draft is not None and (room.draft.text, room.draft.notes) == ("half a thought", "three causes")


def test_the_accommodation_is_kept_in_the_profile(ctx: Context, ada: Person) -> None:
    assert profiles.profile_of(ctx, ada).timing is Timing.USUAL
    profiles.save_profile(ctx, ada, skills=[], experience="", cv_text="", job_text="", timing=Timing.HALF_MORE)
    assert profiles.profile_of(ctx, ada).timing is Timing.HALF_MORE


def test_between_two_questions_no_clock_runs(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id = start(ctx, ada)
    submit(ctx, ada, sessions.show_next(ctx, ada, session_id))
    clock.advance(hours=20)
    assert leaving.sweep(ctx) == leaving.Swept(0, 0)
    second = sessions.show_next(ctx, ada, session_id)
    assert second.deadline_at is not None and (second.deadline_at - clock()).total_seconds() == second.seconds


# --- skipping ---------------------------------------------------------------------------------------------------


def test_a_skipped_question_comes_back_after_the_others_with_its_text_and_the_time_left(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    session_id = start(ctx, ada)
    first = sessions.show_next(ctx, ada, session_id)
    assert first.seconds is not None
    clock.advance(seconds=40)
    answering.save_draft(ctx, ada.id, first.id, Written("so far", 1))
    second = sessions.skip(ctx, ada.id, first.id)
    assert second.order == 2 and second.shown_at == clock()
    submit(ctx, ada, second)
    clock.advance(hours=2)  # far beyond what was left: a question that was put aside has no deadline
    for _ in range(8):
        submit(ctx, ada, sessions.show_next(ctx, ada, session_id))
    room = sessions.look(ctx, ada, session_id)
    assert [question.order for question in room.coming] == [1]
    back = sessions.show_next(ctx, ada, session_id)
    assert back.id == first.id and back.deadline_at is not None
    assert (back.deadline_at - clock()).total_seconds() == first.seconds - 40 == back.seconds_left
    clock.advance(seconds=10)
    answer = submit(ctx, ada, back, "so far and on", 2)
    assert answer.time_seconds == 50
    assert sessions.look(ctx, ada, session_id).coming == ()


def test_a_skipped_question_can_be_chosen_before_its_turn(ctx: Context, ada: Person) -> None:
    session_id = start(ctx, ada)
    first = sessions.show_next(ctx, ada, session_id)
    submit(ctx, ada, sessions.skip(ctx, ada.id, first.id))
    with pytest.raises(StateError, match="skipped"):
        third = reading.questions(ctx, ada, session_id)[2]
        sessions.show_next(ctx, ada, session_id, question_id=third.id)
    assert sessions.show_next(ctx, ada, session_id, question_id=first.id).id == first.id


def test_skipping_is_refused_when_there_is_nothing_to_skip_or_nowhere_to_go(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    session_id = start(ctx, ada)
    unseen = reading.questions(ctx, ada, session_id)[0]
    with pytest.raises(StateError, match="not open"):
        sessions.skip(ctx, ada.id, unseen.id)
    first = sessions.show_next(ctx, ada, session_id)
    with pytest.raises(NotFoundError):
        sessions.skip(ctx, make_person(ctx, "eve").id, first.id)
    assert first.seconds is not None
    clock.advance(seconds=first.seconds)
    with pytest.raises(TooLateError):  # the grace is for what is under way, not for putting it aside
        sessions.skip(ctx, ada.id, first.id)
    submit(ctx, ada, first)
    for _ in range(8):
        submit(ctx, ada, sessions.show_next(ctx, ada, session_id))
    last = sessions.show_next(ctx, ada, session_id)
    with pytest.raises(StateError, match="last question"):
        sessions.skip(ctx, ada.id, last.id)


def test_a_question_that_was_put_aside_takes_no_text(ctx: Context, ada: Person) -> None:
    session_id = start(ctx, ada)
    first = sessions.show_next(ctx, ada, session_id)
    sessions.skip(ctx, ada.id, first.id)
    with pytest.raises(StateError) as caught:
        answering.save_draft(ctx, ada.id, first.id, Written("from an old tab", 1))
    assert caught.value.state == "skipped"
    with pytest.raises(StateError):
        submit(ctx, ada, first)


def test_ending_early_hands_in_what_was_typed_and_leaves_the_rest_unanswered(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    session_id = start(ctx, ada)
    first = sessions.show_next(ctx, ada, session_id)
    clock.advance(seconds=20)
    answering.save_draft(ctx, ada.id, first.id, Written("typed, then skipped", 1))
    second = sessions.skip(ctx, ada.id, first.id)
    third = sessions.skip(ctx, ada.id, second.id)
    clock.advance(seconds=30)
    answering.save_draft(ctx, ada.id, third.id, Written("typed and open", 1))
    assert sessions.finish(ctx, ada, session_id).answered == 2
    told = {answer.question.order: answer for answer in reading.answers(ctx, ada, session_id)}
    assert {order: answer.answer_text for order, answer in told.items()} == {
        1: "typed, then skipped",
        3: "typed and open",
    }
    assert (told[1].time_seconds, told[3].time_seconds) == (20, 30)


# --- follow-ups ---------------------------------------------------------------------------------------------------


def orders(ctx: Context, person: Person, session_id: UUID) -> list[tuple[int, bool]]:
    return [(q.order, q.is_followup) for q in reading.questions(ctx, person, session_id)]


def test_an_answer_that_misses_an_essential_point_is_followed_up_at_once(ctx: Context, ada: Person) -> None:
    session_id = start(ctx, ada, followups=True)
    first = sessions.show_next(ctx, ada, session_id)
    submit(ctx, ada, first, "I am not sure about that one, I would have to look it up.")
    asked = sessions.show_next(ctx, ada, session_id)
    assert (asked.order, asked.is_followup, asked.parent_question_id) == (2, True, first.id)
    assert asked.question_text in {each.text for each in real_bank().items[first.item_id].followups}
    assert orders(ctx, ada, session_id) == [(1, False), (2, True), *((n, False) for n in range(3, 12))]
    # a follow-up has none of its own, however poor its answer
    submit(ctx, ada, asked, "No idea.")
    assert sessions.show_next(ctx, ada, session_id).order == 3
    assert len(orders(ctx, ada, session_id)) == 11


def test_a_good_answer_is_not_followed_up(ctx: Context, ada: Person) -> None:
    session_id = start(ctx, ada, followups=True)
    first = sessions.show_next(ctx, ada, session_id)
    submit(ctx, ada, first, model_answer(first))
    assert not sessions.show_next(ctx, ada, session_id).is_followup


def test_there_are_three_at_most_and_none_for_silence_or_when_not_wanted(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    session_id = start(ctx, ada, followups=True)
    silent = sessions.show_next(ctx, ada, session_id)
    assert silent.seconds is not None
    clock.advance(seconds=silent.seconds + 6)
    assert not sessions.show_next(ctx, ada, session_id).is_followup
    for _ in range(13):
        room = sessions.look(ctx, ada, session_id)
        if room.open_question or room.coming:
            submit(ctx, ada, sessions.show_next(ctx, ada, session_id), "I do not know, sorry.")
    told = orders(ctx, ada, session_id)
    assert sum(is_followup for _, is_followup in told) == followups.MOST
    assert [order for order, _ in told] == list(range(1, 14))

    without = start(ctx, ada, followups=False)
    submit(ctx, ada, sessions.show_next(ctx, ada, without), "I do not know, sorry.")
    assert not any(is_followup for _, is_followup in orders(ctx, ada, without))


def test_an_answer_that_is_scored_late_is_not_followed_up_out_of_turn(
    ctx: Context, ada: Person, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug in the scorer")

    session_id = start(ctx, ada, followups=True)
    with monkeypatch.context() as patch:
        patch.setattr("core.services.assessment.measure", broken)
        submit(ctx, ada, sessions.show_next(ctx, ada, session_id), "I do not know.")
        clock.advance(seconds=1)
        second = sessions.show_next(ctx, ada, session_id)
    assert sessions.look(ctx, ada, session_id).open_question == second
    assert not any(is_followup for _, is_followup in orders(ctx, ada, session_id))


def test_a_follow_up_is_scored_on_what_it_asks_for(ctx: Context, ada: Person) -> None:
    session_id = start(ctx, ada, followups=True)
    first = sessions.show_next(ctx, ada, session_id)
    submit(ctx, ada, first, "I am not sure about that one, I would have to look it up.")
    asked = sessions.show_next(ctx, ada, session_id)
    item = real_bank().items[first.item_id]
    wanted = next(each.when.missed for each in item.followups if each.text == asked.question_text)
    point = next(point for point in item.key_points if point.id == wanted)
    answer = submit(ctx, ada, asked, f"{point.says} {'. '.join(point.also)}.")
    card = report.scored_answer(ctx, answer).scorecard
    assert card is not None
    assert [(verdict.id, verdict.met) for verdict in card.points] == [(point.id, True)]
    assert answer.scores is not None and (answer.scores["technical_accuracy"] or 0) >= 4
    assert scorer.score_with_evidence(answer.answer_text, asked, ctx=ctx, time_seconds=0).scores == answer.scores


def test_a_weak_dimension_is_followed_up_where_no_point_was_missed() -> None:
    item = next(each for each in real_bank().items.values() if each.bucket == "core")
    file = PROJECT / "data" / "follow_ups.yaml"
    good = scorer.score(item.model_answer, item.task(), _rubric())
    assert followups.chosen(item, good, file=file) is None
    rambling = scorer.score(item.model_answer.replace(".", " and").lower(), item.task(), _rubric())
    assert all(point.met for point in rambling.points if point.essential)
    general = {text for by_category in load_follow_ups(file).values() for text in by_category.values()}
    weak = [value for value in rambling.scores.values() if value is not None and value < followups.WEAK]
    assert (followups.chosen(item, rambling, file=file) in general) == bool(weak)
    task = followups.task_of(item, next(iter(general)))
    assert task.key_points == () and item.text in task.question


def _rubric():
    from core.rubric import load_rubric

    return load_rubric(PROJECT / "data" / "rubrics" / "standard.yaml")


def test_every_follow_up_of_the_bank_can_be_scored_and_tells_right_from_nothing() -> None:
    asked = [(item, each) for item in real_bank().items.values() for each in item.followups if each.when.missed]
    for item, each in asked[::120]:
        point = next(point for point in item.key_points if point.id == each.when.missed)
        task = followups.task_of(item, each.text)
        right = scorer.score(f"{point.says} For example, {point.also[0]}.", task, _rubric())
        nothing = scorer.score("I am not sure, I would have to ask somebody about that.", task, _rubric())
        assert right.points[0].met, (item.id, each.text)
        assert (right.overall or 0) >= (nothing.overall or 0) + 20, (item.id, each.text)


def test_faults_in_the_file_of_follow_ups_are_reported_at_once(tmp_path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("structure: {hr: 'And what then', sport: 'How did it come?'}\nbeauty: {}\n", encoding="utf-8")
    with pytest.raises(BadFileError) as caught:
        load_follow_ups(file)
    assert len(caught.value.faults) >= 3
    file.write_text("structure: {hr: 'And what came then?'}\n", encoding="utf-8")
    load_follow_ups.cache_clear()
    with pytest.raises(BadFileError, match="'case'"):
        load_follow_ups(file)


# --- looking back -------------------------------------------------------------------------------------------------


def test_what_was_guessed_before_the_scores_is_kept_and_the_gap_shown(ctx: Context, ada: Person) -> None:
    session_id = start(ctx, ada)
    first, second = (sessions.show_next(ctx, ada, session_id) for _ in range(2))
    assert first == second
    submit(ctx, ada, first)
    submit(ctx, ada, sessions.show_next(ctx, ada, session_id), "I do not know.")
    with pytest.raises(StateError, match="over"):
        reflecting.reveal(ctx, ada, session_id, {first.id: 4})
    assert not sessions.finish(ctx, ada, session_id).is_revealed
    for wrong in (6, -1):
        with pytest.raises(InvalidInputError, match="question 1"):
            reflecting.reveal(ctx, ada, session_id, {first.id: wrong})
    with pytest.raises(NotFoundError):
        reflecting.reveal(ctx, make_person(ctx, "eve"), session_id, {})
    assert reflecting.reveal(ctx, ada, session_id, {first.id: 4}) == 2
    rated, unrated = (one.answer for one in report.open_report(ctx, ada, session_id).answers)
    assert rated.self_rating == 4 and rated.overall_score is not None
    assert rated.gap == pytest.approx(80 - rated.overall_score)
    assert unrated.self_rating is None and unrated.gap is None and unrated.is_revealed
    # whoever has seen the scores no longer guesses
    assert reflecting.reveal(ctx, ada, session_id, {first.id: 0}) == 0
    assert report.open_report(ctx, ada, session_id).answers[0].answer.self_rating == 4


def test_with_feedback_after_each_answer_each_is_rated_by_itself(ctx: Context, ada: Person) -> None:
    session_id = start(ctx, ada, mode=Mode.COACHING)
    first = sessions.show_next(ctx, ada, session_id)
    assert not submit(ctx, ada, first).is_revealed
    assert reflecting.reveal(ctx, ada, session_id, {first.id: 2}) == 1
    second = sessions.show_next(ctx, ada, session_id)
    assert not submit(ctx, ada, second).is_revealed
    assert answering.answer_to(ctx, ada.id, first.id).is_revealed


# --- retaking -------------------------------------------------------------------------------------------------------


def test_the_same_questions_again_side_by_side(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id = start(ctx, ada, followups=True, type=InterviewType.HR, level=Level.JUNIOR)
    first = sessions.show_next(ctx, ada, session_id)
    submit(ctx, ada, first, "I do not know what to say to that, really.")
    with pytest.raises(StateError, match="Finish"):
        sessions.retake(ctx, ada, session_id)
    sessions.finish(ctx, ada, session_id)
    with pytest.raises(NotFoundError):
        sessions.retake(ctx, make_person(ctx, "eve"), session_id)
    clock.advance(hours=1)
    again = sessions.retake(ctx, ada, session_id)
    before = [q for q in reading.questions(ctx, ada, session_id) if not q.is_followup]
    now = reading.questions(ctx, ada, again)
    assert [(q.item_hash, q.question_text, q.seconds) for q in now] == [
        (q.item_hash, q.question_text, q.seconds) for q in before
    ]
    assert [q.order for q in now] == list(range(1, 11))
    shown = sessions.show_next(ctx, ada, again)
    submit(ctx, ada, shown, model_answer(shown))
    sessions.finish(ctx, ada, again)
    view = report.open_report(ctx, ada, again)
    earlier = view.answer_before(view.answers[0].answer.question)
    assert earlier is not None and earlier.answer.answer_text.startswith("I do not know")
    assert (view.answers[0].answer.overall_score or 0) > (earlier.answer.overall_score or 0) + 50
    assert report.open_report(ctx, ada, session_id).before is None


def test_a_retake_can_be_abandoned_and_taken_up_like_any_other(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id = start(ctx, ada)
    sessions.finish(ctx, ada, session_id)
    again = sessions.retake(ctx, ada, session_id)
    clock.advance(seconds=DAY + 1)
    assert sessions.look(ctx, ada, again).interview.status is Status.ABANDONED
    assert leaving.take_up(ctx, ada, again).status is Status.IN_PROGRESS
    with ctx.db.reading() as session:
        assert session.get_one(InterviewQuestion, sessions.show_next(ctx, ada, again).id).shown_at == clock()
