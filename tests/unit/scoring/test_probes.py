# ruff: noqa: E501 - answers are easier to read with fewer breaks
"""Answers of every kind that interviewers meet, to four questions of the bank, and the order they should come in."""

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

BAKERY = "profitability.bakery-sales-up-profit-down"

PROBES[INDEX] |= {
    "rambling": (
        "So the index. We had that at my last job, well, it was two jobs ago, with the ticket shop, and by the way the "
        "ticket shop was a mess in general. Anyway, most of the rows had the same status, I should say nearly all of them, "
        "and then the planner reads the whole table because that is cheaper. Where was I. Right, I looked at the plan with "
        "EXPLAIN, and the estimates were way off because the statistics were old. Oh, and later we made a partial index "
        "for the open rows, that helped a lot, and my colleague got a cake for it."
    ),
    "repetitive": (
        "Most rows have the same status, so the index does not help. The index does not help because most rows have the "
        "same status. When most rows have the same status, an index does not help. So the index does not help here, since "
        "the status is the same in most rows. As I said, most rows have the same status, and the index does not help."
    ),
}
PROBES[CONFLICT] |= {
    "spoken": (
        "yeah so um there was this colleague, Jens, and he like planned everything and I'm more, you know, I try stuff. "
        "And um he got really annoyed 'cause I changed things after he tested them. So I asked him for a coffee and, "
        "like, I just asked him what it does to him, and he said it costs him two evenings a week. So I said okay, um, I "
        "stop changing on Wednesday, and he tests on Thursday. We tried it for a month and it worked, we shipped on time."
    ),
    "learner": (
        "In my last work I had a colleague who plan everything very exact, and I like more to try. He was angry because I "
        "changed the screens after he tested it. I have asked him to speak with me alone and he explained me that he "
        "lost six hours. I did not knew this. We have decided that on Wednesday nothing more changes. After one month we "
        "finished on time, and I learned that I must to ask earlier."
    ),
    "noresult": (
        "At a print shop I worked with Ola, who wanted every order on paper, while I kept mine in my head. After a mix-up I "
        "asked her to sit down with me, and I asked why the paper mattered to her. She told me about two orders that were "
        "lost before I came. I proposed a board where both of us write each order in the morning."
    ),
    "wrong": (
        "I had a colleague who did not plan. I told him that my way is the right one and that he has to change. I went to "
        "the manager at once and asked her to make him work like me. I avoided him until he left the team. You have to "
        "show such people that they are wrong, then there is peace."
    ),
}
PROBES[REPLICAS] |= {
    "excellent": (
        "An index is a second, sorted structure beside the table, usually a B-tree, which leads from a value to its rows in "
        "a few steps. Without it, finding one customer among ten million means reading all ten million; with it, the "
        "database reads three or four pages. But it is not free. Each insert and delete has to keep it up to date, and it "
        "takes space. At a parcel service we had fourteen indexes on one table; dropping nine that no query used made our "
        "nightly load 40% faster. So I index the columns that queries filter, join or sort by, and check with EXPLAIN."
    ),
    "spoken": (
        "um so an index is like, it's a sorted list next to the table, so the database doesn't have to, you know, read every "
        "row, it just jumps to the right ones. But er it costs something, every time you insert you have to update the "
        "index too, so you don't just put one on every column, only on what you actually search by."
    ),
    "learner": (
        "The index is a sorted structure and with it the database find the rows without to read the whole table. It is like "
        "the end of a book. But when I write a new row, the database must to write also in the index, so many indexes makes "
        "the inserts slow. I put it only on columns which I search often."
    ),
    "generic": (
        "Indexes are an essential concept in every modern database. They are very important for performance and scalability. "
        "A good developer should always use best practices and choose an appropriate strategy, so that users have the best "
        "possible experience. It depends on the situation and on the requirements of the business."
    ),
    "keywords": "B-tree, hash, clustered, lookup, selectivity, write cost, storage, composite, covering, primary key.",
}
PROBES[BAKERY] = {
    "excellent": (
        "Before I look for a cause I would ask two things: since when, and is it in all of the shops or in a few? Profit is "
        "sales less costs, so if sales rose and profit fell, either we earn less on each loaf or the fixed costs grew. First "
        "I would split sales into price and volume, because growth by discounts looks good and earns nothing. Then I would "
        "compare each cost with last year as a share of sales: flour and energy, wages, rent, waste. Suppose flour rose by "
        "20% and makes up a quarter of the costs: that alone takes five points. Third, I would compare shops. If two new "
        "ones lose money while the old ones are fine, the answer is different from a price rise. I would recommend to begin "
        "with the largest gap, test a higher price in three shops for a month, and watch whether customers stay away."
    ),
    "good": (
        "I would split profit into sales and costs. Sales went up, so costs must have grown faster, or we sold more of the "
        "products with a low margin. I would check ingredients, energy, wages and rent against last year, and look at each "
        "shop on its own. If prices of flour went up, I would raise prices for the products where people compare least."
    ),
    "generic": (
        "Profitability is a key challenge for many companies today. It is important to analyse the situation carefully and "
        "to involve all relevant stakeholders. There are always opportunities to optimise processes and to improve quality. "
        "With a structured approach and good communication, the company can return to growth and success."
    ),
    "short": "Probably the costs went up more than the sales.",
    "offtopic": (
        "My favourite project was a sensor for beehives. I soldered the first one in 2021 and wrote the firmware in C. It sent "
        "the weight of the hive every ten minutes by radio, and the keeper could see when the honey was ready."
    ),
    "keywords": "Revenue, volume, price, mix, fixed costs, variable costs, margin, rent, wages, waste, benchmark.",
}

BETTER_THAN = [
    (INDEX, "excellent", "good"), (INDEX, "good", "generic"), (INDEX, "good", "wrong"), (INDEX, "spoken", "generic"),
    (INDEX, "spoken", "short"), (INDEX, "learner", "generic"), (INDEX, "learner", "wrong"), (INDEX, "good", "offtopic"),
    (INDEX, "short", "keywords"), (INDEX, "generic", "keywords"), (CONFLICT, "excellent", "good"),
    (CONFLICT, "good", "noaction"), (CONFLICT, "good", "generic"), (CONFLICT, "good", "offtopic"),
    (CONFLICT, "good", "short"), (CONFLICT, "short", "keywords"), (REPLICAS, "good", "wrong"),
    (REPLICAS, "good", "short"), (REPLICAS, "good", "offtopic"), (INDEX, "excellent", "rambling"),
    (INDEX, "rambling", "repetitive"), (INDEX, "rambling", "offtopic"), (CONFLICT, "excellent", "spoken"),
    (CONFLICT, "spoken", "generic"), (CONFLICT, "learner", "generic"), (CONFLICT, "excellent", "noresult"),
    (CONFLICT, "noresult", "short"), (CONFLICT, "good", "wrong"), (REPLICAS, "excellent", "generic"),
    (REPLICAS, "spoken", "generic"), (REPLICAS, "learner", "wrong"), (REPLICAS, "short", "keywords"),
    (BAKERY, "excellent", "good"), (BAKERY, "good", "generic"), (BAKERY, "good", "short"),
    (BAKERY, "generic", "offtopic"), (BAKERY, "short", "keywords"),
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


@pytest.mark.parametrize("item_id", [INDEX, CONFLICT, REPLICAS, BAKERY])
def test_a_list_of_names_is_flagged(items: list[Item], rubric: Rubric, item_id: str) -> None:
    card = _card(items, rubric, item_id, "keywords")
    assert card.has_flag("keyword_list")
    assert (card.overall or 0) <= 25


def test_honest_answers_are_not_flagged(items: list[Item], rubric: Rubric) -> None:
    for item_id, answers in PROBES.items():
        for kind in set(answers) & {"excellent", "good", "spoken", "learner"}:
            assert not _card(items, rubric, item_id, kind).flags, (item_id, kind)
