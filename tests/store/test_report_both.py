"""The report with the machine's and the coaches' ratings: what counts adds up, and nobody is told too much."""

from uuid import UUID

import pytest
from sqlalchemy import event, select

from core.models import SeenScores
from core.models.vocabulary import Counts, Shows, UserRole
from core.rubric import DIMENSIONS
from core.services import (
    coaching,
    commenting,
    group_admin,
    group_settings,
    groups,
    history,
    reading,
    reflecting,
    report,
    reviewing,
    sharing,
)
from core.services.accounts import Person
from core.services.context import Context
from core.services.human_views import NOTHING_SAID, HumanView
from core.services.human_words import what_counts
from tests.support.clock import FakeClock
from tests.support.coached import Coached, interview_of, make_coached, make_staff

REASON, REMARK, ON_DEPTH, NOTE = "Clear to the end.", "Lead with the result.", "More numbers.", "Is it too long?"


@pytest.fixture
def there(ctx: Context) -> Coached:
    return make_coached(ctx)


def levels(*given: int | None) -> dict[str, int | None]:
    return dict(zip(DIMENSIONS, given, strict=True))


def let_coaches_count(ctx: Context, there: Coached) -> None:
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=Counts.COACHES, moderator_id=None)


def everything_said(ctx: Context, there: Coached, clock: FakeClock) -> None:
    """A wish, two ratings that agree, and three remarks, all on the first answer; coaches count."""
    answer = there.answers[0]
    commenting.ask_for_review(ctx, there.member, answer, NOTE)
    clock.advance(seconds=60)
    reviewing.rate(ctx, there.coach, answer, levels(4, 3, None, 3, 5), REASON)
    clock.advance(seconds=60)
    reviewing.rate(ctx, there.second, answer, levels(3, 3, None, 4, 5))
    commenting.comment(ctx, there.coach, answer, REMARK)
    commenting.comment(ctx, there.coach, answer, ON_DEPTH, dimension="depth")
    commenting.comment(ctx, there.second, answer, "This is the heart of it.", stretch=(0, 30))
    let_coaches_count(ctx, there)


def first(view: report.ReportView) -> HumanView:
    return view.answers[0].answer.human


def test_what_counts_is_in_every_sum_and_both_stand_side_by_side(
    ctx: Context, there: Coached, clock: FakeClock
) -> None:
    machine = report.open_report(ctx, there.member, there.session_id)
    everything_said(ctx, there, clock)
    view = report.open_report(ctx, there.member, there.session_id)
    rated, others = view.answers[0].answer, [one.answer for one in machine.answers[1:]]
    accuracy = machine.answers[0].answer.scores["technical_accuracy"]  # nobody could judge it, so the machine's counts
    assert rated.scores == {
        "structure": 3.5,
        "relevance": 3,
        "technical_accuracy": accuracy,
        "depth": 3.5,
        "communication": 5,
    }
    # 0.2 each, but a quarter for accuracy and 0.15 for communication; out of 100
    overall = 20 * (0.2 * (3.5 + 3 + 3.5) + 0.25 * accuracy + 0.15 * 5)
    assert rated.overall_score == pytest.approx(overall, abs=0.01)
    assert view.overall == pytest.approx((overall + sum(one.overall_score or 0 for one in others)) / 3, abs=0.06)
    structures = [3.5, *(one.scores["structure"] for one in others if one.scores)]
    assert view.rubric_breakdown["structure"] == pytest.approx(sum(structures) / 3, abs=0.006)
    assert [found.average for found in view.strengths] == [
        view.rubric_breakdown[found.finding.dimension] for found in view.strengths
    ]
    # the machine's own stay what they were, and its words with them
    before = machine.answers[0]
    assert rated.machine_scores == before.answer.scores and rated.machine_overall == before.answer.overall_score
    assert view.answers[0].scorecard == before.scorecard and rated.feedback == before.answer.feedback
    human = rated.human
    assert [(one.rater, one.reason) for one in human.ratings] == [("Carla", REASON), ("Cem", "")]
    assert human.levels == {
        "structure": 3.5, "relevance": 3, "technical_accuracy": None, "depth": 3.5, "communication": 5,
    }  # fmt: skip
    assert len(human.comments) == 3 and human.request is not None and human.request.is_met
    assert what_counts(human) == (
        "In the group Spring, coaches' ratings count, here their mean. Where no coach could judge, the machine's score "
        f"counts. The machine's own overall score is {before.answer.overall_score:.0f}."
    )
    assert [one.answer.human for one in view.answers[1:]] == [NOTHING_SAID] * 2


def test_where_the_machine_counts_ratings_stand_beside_it(ctx: Context, there: Coached) -> None:
    before = report.open_report(ctx, there.member, there.session_id)
    reviewing.rate(ctx, there.coach, there.answers[0], levels(5, 5, 5, 5, 5))
    after = report.open_report(ctx, there.member, there.session_id)
    assert after.overall == before.overall and after.rubric_breakdown == before.rubric_breakdown
    assert first(after).counts is Counts.MACHINE and first(after).levels == levels(5, 5, 5, 5, 5)
    assert what_counts(first(after)) == (
        "In the group Spring, the machine's scores count; coaches' ratings stand beside them."
    )


@pytest.mark.parametrize("counts", Counts)
def test_while_coaches_differ_their_candidate_is_told_that_they_do_and_no_more(
    ctx: Context, there: Coached, clock: FakeClock, counts: Counts
) -> None:
    answer = there.answers[0]
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=counts, moderator_id=None)
    reviewing.rate(ctx, there.coach, answer, levels(5, 3, 3, 3, 3), REASON)
    clock.advance(seconds=60)
    reviewing.rate(ctx, there.second, answer, levels(2, 3, 3, 3, 3))
    commenting.comment(ctx, there.coach, answer, REMARK)
    for human in (
        first(report.open_report(ctx, there.member, there.session_id)),
        reading.answers(ctx, there.member, there.session_id)[0].human,
    ):
        assert human.contested and human.ratings == () and human.counting is None
        assert what_counts(human).startswith("Coaches do not agree on this answer yet")
        assert [one.body for one in human.comments] == [REMARK] and REASON not in str(human)
    theirs = first(report.open_report(ctx, there.coach, there.session_id))
    assert len(theirs.ratings) == 2 and theirs.contested
    # decided, all of it is told
    third = make_staff(ctx, "third", UserRole.COACH)
    group_admin.assign_coach(ctx, make_staff(ctx, "boss", UserRole.ADMIN), there.group_id, third.id)
    clock.advance(seconds=60)
    reviewing.rate(ctx, third, answer, levels(4, 3, 3, 3, 3), "The end is weak.")
    human = first(report.open_report(ctx, there.member, there.session_id))
    assert [one.levels["structure"] for one in human.ratings] == [5, 2, 4] and not human.contested
    assert human.levels["structure"] == 4 and human.counts is counts


def test_what_two_groups_think_is_told_apart(ctx: Context, there: Coached, clock: FakeClock) -> None:
    """Coaches of different groups may differ as they like: each group decides for itself."""
    other = make_staff(ctx, "olga", UserRole.COACH)
    autumn = coaching.make_group(ctx, other, "Autumn")
    coaching.join(ctx, there.member, coaching.invite(ctx, other, autumn.id), Shows.ANSWERS)
    reviewing.rate(ctx, there.coach, there.answers[0], levels(5, 3, 3, 3, 3))
    clock.advance(seconds=60)
    reviewing.rate(ctx, other, there.answers[0], levels(1, 3, 3, 3, 3))
    human = first(report.open_report(ctx, there.member, there.session_id))
    assert [one.group for one in human.ratings] == ["Spring", "Autumn"] and not human.contested
    # where one of them is not of one mind, the other's rating is still told
    reviewing.rate(ctx, there.second, there.answers[0], levels(2, 3, 3, 3, 3))
    human = first(report.open_report(ctx, there.member, there.session_id))
    assert [one.group for one in human.ratings] == ["Autumn"] and human.contested == (there.group_id,)


def test_whoever_sees_scores_only_reads_no_word_of_coaches(ctx: Context, there: Coached, clock: FakeClock) -> None:
    everything_said(ctx, there, clock)
    coaching.change_shown(ctx, there.member, there.group_id, Shows.SCORES)
    view = groups.coached_report(ctx, there.second, there.session_id).view
    told = str(view)
    assert not any(words in told for words in (REASON, REMARK, ON_DEPTH, NOTE, "heart of it"))
    assert [one.levels["structure"] for one in first(view).ratings] == [4, 3]
    assert first(view).machine is not None and view.overall is not None


def test_a_link_shows_ratings_with_the_scores_and_never_words_or_names(
    ctx: Context, there: Coached, clock: FakeClock
) -> None:
    everything_said(ctx, there, clock)

    def opened(*, scores: bool, answers: bool) -> report.ReportView:
        address = sharing.share(ctx, there.member, there.session_id, shows_scores=scores, shows_answers=answers)
        return sharing.open_shared(ctx, address.partition("link=")[2]).view

    for scores, answers in ((True, True), (True, False), (False, True)):
        view = opened(scores=scores, answers=answers)
        told = str(view)
        assert not any(words in told for words in (REASON, REMARK, ON_DEPTH, NOTE, "heart of it", "Carla", "Spring"))
        assert [one.levels["structure"] for one in first(view).ratings] == ([4, 3] if scores else [])
        assert (first(view).machine is not None) is scores and (first(view).counting is not None) is scores
    reviewing.rate(ctx, there.second, there.answers[1], levels(5, 5, 5, 5, 5))
    reviewing.rate(ctx, there.coach, there.answers[1], levels(1, 1, 1, 1, 1))
    assert opened(scores=True, answers=True).answers[1].answer.human.ratings == ()  # they do not agree yet


def test_what_was_not_looked_at_yet_is_left_out_of_the_history_with_its_ratings(
    ctx: Context, there: Coached, clock: FakeClock
) -> None:
    everything_said(ctx, there, clock)
    [hidden] = history.history(ctx, there.member)
    human = first(hidden)
    assert (human.ratings, human.counting, human.machine, human.contested) == ((), None, None, ())
    assert hidden.answers[0].answer.machine_scores is None and len(human.comments) == 3
    reflecting.reveal(ctx, there.member, there.session_id)
    [shown] = history.history(ctx, there.member)
    assert len(first(shown).ratings) == 2


def looked(ctx: Context, person: Person) -> set[UUID]:
    with ctx.db.reading() as session:
        return set(session.scalars(select(SeenScores.answer_id).where(SeenScores.coach_id == person.id)))


def test_every_way_to_the_machines_scores_is_a_look_of_whoever_took_it(ctx: Context, there: Coached) -> None:
    report.open_report(ctx, there.member, there.session_id)
    reading.answers(ctx, there.member, there.session_id)
    assert looked(ctx, there.member) == looked(ctx, there.coach) == set()
    for _ in range(2):
        reading.answers(ctx, there.coach, there.session_id)
    assert looked(ctx, there.coach) == set(there.answers)
    groups.coached_report(ctx, there.second, there.session_id)
    assert looked(ctx, there.second) == set(there.answers)
    rated = reviewing.rate(ctx, there.coach, there.answers[1], levels(3, 3, 3, 3, 3))
    assert [one.is_blind for one in rated.human.ratings] == [False]


def test_it_takes_the_same_number_of_queries_however_much_was_said(
    ctx: Context, there: Coached, clock: FakeClock
) -> None:
    counted: list[str] = []
    event.listen(ctx.db.read_engine, "before_cursor_execute", lambda *arguments: counted.append(arguments[2]))

    def queries() -> list[int]:
        found = []
        for read in (lambda: report.open_report(ctx, there.member, there.session_id),
                     lambda: reading.answers(ctx, there.member, there.session_id)):  # fmt: skip
            counted.clear()
            read()
            found.append(len(counted))
        return found

    unrated = queries()
    reviewing.rate(ctx, there.coach, there.answers[0], levels(3, 3, 3, 3, 3))
    once = queries()
    # of rated answers what counts, and the machine's own scores
    assert [after - before for before, after in zip(unrated, once, strict=True)] == [2, 2]
    for answer in there.answers:
        for coach in (there.coach, there.second):
            clock.advance(seconds=60)
            reviewing.rate(ctx, coach, answer, levels(4, 3, 3, 3, 3), f"As {coach.name} sees it.")
            for remark in ("One.", "Two.", "Three."):
                commenting.comment(ctx, coach, answer, remark)
    assert queries() == once


def test_without_answers_and_after_their_candidate_left_reports_are_as_any(ctx: Context, there: Coached) -> None:
    """An interview without answers, and one whose coach is gone, are reports like any other."""
    empty, _ = interview_of(ctx, there.member, ())
    assert report.open_report(ctx, there.coach, empty).answers == ()
    reviewing.rate(ctx, there.coach, there.answers[0], levels(3, 3, 3, 3, 3))
    coaching.leave(ctx, there.member, there.group_id)
    human = first(report.open_report(ctx, there.member, there.session_id))
    assert [one.rater for one in human.ratings] == ["Carla"]
