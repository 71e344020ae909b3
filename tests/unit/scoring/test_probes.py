# ruff: noqa: E501 - answers are easier to read with fewer breaks
"""Answers of every kind that interviewers meet, to three questions of the bank, and the order they should come in."""

import pytest

from core.bank.item import Item
from core.rubric import Rubric
from core.scoring import Scorecard, score

INDEX = "databases.index-not-used"
CONFLICT = "conflict.clashing-ways-of-working"
REPLICAS = "databases.what-is-an-index"

PROBES: dict[str, dict[str, str]] = {
    INDEX: {
        "excellent": (
            "My first guess is selectivity. A status has perhaps five values, so if 80% of the rows say 'done', the "
            "planner is right to read the whole table instead of jumping through an index. But I would not guess for "
            "long: I would run EXPLAIN ANALYZE and compare the estimated with the actual rows. If they differ by a "
            "factor of ten, the statistics are stale, so I would run ANALYZE and look again. Then I would ask what the "
            "query really wants. At my last job it was always the open orders of one week, and a partial index on "
            "created_at, only for open rows, took it from 3 seconds to 20 milliseconds. I would drop the old index "
            "afterwards, because each insert pays for it."
        ),
        "good": (
            "I think most rows match, so a sequential scan is cheaper than the index and the planner ignores it. I would "
            "look at the query plan with EXPLAIN to see the actual rows. Maybe the statistics are outdated and need a "
            "refresh. If the query also filters on date, I would build a composite index on status and created_at."
        ),
        "spoken": (
            "um so yeah the thing is, if like most of the rows have the same status then, you know, the index doesn't "
            "really help, it's cheaper to just read the whole table, so the optimizer kind of skips it. So I'd, um, run "
            "explain analyze first and see what it actually did, and er maybe the statistics are old. And then, like, I'd "
            "make an index on status and the date, or a partial one just for the open rows, we did that once and it went "
            "from 5 seconds to nothing basically."
        ),
        "learner": (
            "In my opinion the index is not used because the most of rows have the same status, so to read all the table "
            "is more cheap for the database. First I must to look the plan with EXPLAIN ANALYZE, how many rows it "
            "estimates and how many are really. If the statistics are old I make ANALYZE. Then I create a partial index "
            "only for the rows with open status, in my before project it made the query from 4 seconds to 50 milliseconds."
        ),
        "generic": (
            "Database performance is very important in modern applications. There are many factors that can affect the "
            "performance of a query, and it is essential to analyse the situation carefully. I would follow best "
            "practices, communicate with all stakeholders and find an optimal solution. In general, indexes are a powerful "
            "tool, but they need to be used properly. With the right approach, performance can always be improved."
        ),
        "wrong": (
            "An index always makes a query faster, so the database must be broken or the index is corrupt. I would rebuild "
            "the index and add a second index on the same column, and if that does not help, force the database to use "
            "it. More indexes never hurt, since they cost nothing once they are there. Then I would restart the server."
        ),
        "short": "Probably most rows have the same status, so it scans the table.",
        "keywords": "selectivity, cardinality, planner, EXPLAIN ANALYZE, statistics, composite index, partial index, VACUUM",
        "offtopic": (
            "I have worked with many programming languages, and my favourite is Python because of its libraries. Last year "
            "I built a chat application with three friends, and I was responsible for the design of the screens. We used "
            "Figma, and 200 students signed up in the first week. I learned that users read very little."
        ),
    },
    CONFLICT: {
        "excellent": (
            "Two years ago I shared a release with Dana, who planned every hour, while I liked to try things and adjust. "
            "After the second missed hand-over I was angry, and so was she. I asked her for half an hour, and before I "
            "explained my side I wanted to know what my changes did to her. She said each of them cost her two hours of "
            "re-planning, which I had not seen. I suggested that I freeze my part every Wednesday at noon, and that she "
            "leaves me Thursday free for trials. We wrote that down and tried it for a month. We shipped the next three "
            "releases on time, and since then I ask every new colleague in the first week how they like to plan."
        ),
        "good": (
            "A colleague and I clashed because he wanted everything in writing and I preferred to talk. I asked him why, and "
            "he told me that decisions had been forgotten before. So I suggested that we talk first and I send a summary. "
            "It worked well, and we finished the project on time. I learned to ask for reasons early."
        ),
        "noaction": (
            "There was a colleague who always came late with his part. It was a difficult time for everyone, and people were "
            "complaining about him in the kitchen. The manager did nothing. In the meetings nobody said a word, and he just "
            "went on like that. They moved him to another team in the autumn, and the mood got better after that."
        ),
        "generic": (
            "Conflict is a natural part of teamwork. It is always important to stay professional and to communicate openly. "
            "Everyone has different working styles, and it is essential to respect them. In such situations I usually look "
            "for a solution that works for all stakeholders. A positive attitude and good communication are the key."
        ),
        "short": "A colleague was messy. We talked and it got better.",
        "offtopic": (
            "I chose this career because I like numbers. At university I wrote my thesis about tides in the North Sea, with "
            "40 years of data from Cuxhaven. I wrote the programs in R, and my professor still uses them. After that I did "
            "an internship at a shipping company, where I calculated fuel for 12 vessels."
        ),
        "keywords": "Listening, empathy, compromise, one-to-one, feedback, expectations, escalation, retrospective, trust",
    },
    REPLICAS: {
        "good": (
            "An index is a sorted structure, mostly a B-tree, that leads the database to the matching rows without reading "
            "the whole table. It costs space, and every insert, update and delete has to maintain it, so an index on every "
            "column would slow down writes. I would index the columns that queries filter and join on."
        ),
        "wrong": (
            "An index compresses the table in memory so that every read and write becomes faster. There is no cost, so it is "
            "best to index every column, and the database uses all of the indexes at the same time for each query."
        ),
        "short": "It is like the index of a book.",
        "offtopic": (
            "For deployments we used containers and a blue-green switch. I wrote the pipeline in 2022, and it took releases "
            "from two hours to nine minutes. The monitoring was in Grafana."
        ),
    },
}

BETTER_THAN = [
    (INDEX, "excellent", "good"), (INDEX, "good", "generic"), (INDEX, "good", "wrong"), (INDEX, "spoken", "generic"),
    (INDEX, "spoken", "short"), (INDEX, "learner", "generic"), (INDEX, "learner", "wrong"), (INDEX, "good", "offtopic"),
    (INDEX, "short", "keywords"), (INDEX, "generic", "keywords"), (CONFLICT, "excellent", "good"),
    (CONFLICT, "good", "noaction"), (CONFLICT, "good", "generic"), (CONFLICT, "good", "offtopic"),
    (CONFLICT, "good", "short"), (CONFLICT, "short", "keywords"), (REPLICAS, "good", "wrong"),
    (REPLICAS, "good", "short"), (REPLICAS, "good", "offtopic"),
]  # fmt: skip


def _card(items: list[Item], rubric: Rubric, item_id: str, kind: str) -> Scorecard:
    item = next(item for item in items if item.id == item_id)
    return score(PROBES[item_id][kind], item.task(), rubric)


@pytest.mark.parametrize(("item_id", "better", "worse"), BETTER_THAN)
def test_kinds_come_in_the_order_a_coach_would_give(
    items: list[Item], rubric: Rubric, item_id: str, better: str, worse: str
) -> None:
    high, low = _card(items, rubric, item_id, better), _card(items, rubric, item_id, worse)
    assert (high.overall or 0) > (low.overall or 0), (high.scores, low.scores)


def test_learners_lose_in_communication_only(items: list[Item], rubric: Rubric) -> None:
    learner, good = _card(items, rubric, INDEX, "learner"), _card(items, rubric, INDEX, "good")
    assert (learner.scores["communication"] or 0) < (good.scores["communication"] or 0)
    assert (learner.scores["technical_accuracy"] or 0) > 2


def test_fillers_cost_structure_and_communication(items: list[Item], rubric: Rubric) -> None:
    spoken, good = _card(items, rubric, INDEX, "spoken"), _card(items, rubric, INDEX, "good")
    for dimension in ("structure", "communication"):
        assert (spoken.scores[dimension] or 0) < (good.scores[dimension] or 0)
    assert (spoken.scores["technical_accuracy"] or 0) > 2


@pytest.mark.parametrize("item_id", [INDEX, CONFLICT])
def test_a_list_of_names_is_flagged(items: list[Item], rubric: Rubric, item_id: str) -> None:
    card = _card(items, rubric, item_id, "keywords")
    assert card.has_flag("keyword_list")
    assert (card.overall or 0) <= 25


def test_honest_answers_are_not_flagged(items: list[Item], rubric: Rubric) -> None:
    for item_id, answers in PROBES.items():
        for kind in set(answers) & {"excellent", "good", "spoken", "learner"}:
            assert not _card(items, rubric, item_id, kind).flags, (item_id, kind)
