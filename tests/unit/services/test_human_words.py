"""How ratings are told: whose count, names that no two share, and who may know of what."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.models.vocabulary import RatingKind
from core.rubric import DIMENSIONS
from core.services.human_views import (
    NOTHING_SAID,
    HumanView,
    MachineScores,
    RequestView,
    for_candidate,
    without_names,
    without_scores,
    without_words,
)
from core.services.human_words import headings, quoted, what_counts
from core.services.rating_rules import Outcome
from tests.support.reports import THEN, rating, remark

SPRING, AUTUMN = UUID(int=7), UUID(int=8)
MACHINE = MachineScores(dict.fromkeys(DIMENSIONS, 2.0), 40.0)
ALL = dict.fromkeys(DIMENSIONS, 3.0)
MINE, OTHER = rating(3, 3, 3, 3, 3, reason="A reason"), rating(1, 1, 1, 1, 1, group_id=AUTUMN, group="Autumn")


@pytest.mark.parametrize(
    ("human", "said"),
    [
        (NOTHING_SAID, ""),
        (HumanView((MINE,)), "In the group Spring, the machine's scores count; coaches' ratings stand beside them."),
        (HumanView((MINE, OTHER)), "The machine's scores count; coaches' ratings stand beside them."),
        (HumanView((replace(MINE, group=""),)), "The machine's scores count; coaches' ratings stand beside them."),
        (HumanView((MINE,), counting=Outcome(ALL)), "In the group Spring, coaches' ratings count."),
        (
            HumanView((MINE, MINE), counting=Outcome({**ALL, "depth": None}), machine=MACHINE),
            "In the group Spring, coaches' ratings count, here their mean. Where no coach could judge, the machine's "
            "score counts. The machine's own overall score is 40.",
        ),
        (
            HumanView((MINE, MINE), counting=Outcome(ALL, is_decided=True)),
            "In the group Spring, coaches' ratings count, here the decision between them.",
        ),
        (
            HumanView((MINE, MINE), counting=Outcome(None, ("depth",)), contested=(SPRING,)),
            "Coaches do not agree on this answer yet and nobody has decided, so the machine's scores count.",
        ),
    ],
)
def test_whose_scores_count_is_a_sentence(human: HumanView, said: str) -> None:
    assert what_counts(human) == said


def test_no_two_headings_are_the_same_whatever_coaches_are_called() -> None:
    odd = [rating(1, 1, 1, 1, 1, rater=name) for name in ("Machine", "Ann", "Ann", "Ann (2)", "Counts", "Dimension")]
    names = headings([*odd, rating(1, 1, 1, 1, 1, rater="Ann", kind=RatingKind.DECISION)])
    assert names == ["Machine (2)", "Ann", "Ann (2)", "Ann (2) (2)", "Counts (2)", "Dimension (2)", "Ann (decision)"]


def test_who_may_know_of_what() -> None:
    human = HumanView(
        ratings=(MINE, OTHER),
        comments=(remark("A remark"),),
        request=RequestView("A note", THEN, is_met=True),
        counting=Outcome(None, ("depth",)),
        machine=MACHINE,
        contested=(SPRING,),
    )
    candidates = for_candidate(human)
    assert (candidates.ratings, candidates.counting, candidates.contested) == ((OTHER,), None, (SPRING,))
    assert candidates.comments == human.comments and candidates.request == human.request
    words = without_scores(human)
    assert words == HumanView(comments=human.comments, request=human.request)
    scores = without_words(human)
    assert [one.levels for one in scores.ratings] == [MINE.levels, OTHER.levels]
    assert "A r" not in str(scores) and "A note" not in str(scores) and "Carla" in str(scores)
    assert "Carla" not in str(without_names(human)) and "A r" not in str(without_names(human))


def test_words_are_quoted_on_one_line_and_not_at_any_length() -> None:
    assert quoted("I would\n cache it", 2, 15) == "would cache"
    assert len(quoted("x" * 5_000, 0, 5_000)) < 210 and quoted("x" * 5_000, 0, 5_000).endswith(" …")
