"""Words and phrases that do a job in an answer: link, hedge, fill, generalise, place in time.

One phrase may do several jobs. Phrases are lower case, with straight apostrophes, split at hyphens.
"""


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.replace("\n", " ").split(",") if phrase.strip())


MARKERS: dict[str, tuple[str, ...]] = {
    "cause": _phrases(
        """because, cos, since it, since we, since the, so that, therefore, as a result, which means, which meant,
        meaning that, that's why, that is why, this is why, which is why, due to, hence, thus, leads to, led to,
        consequently, the reason, in order to, caused, causes, for that reason, otherwise, given that, owing to,
        so i, so we, so it, so the, so they, so he, so she, so you, so there, thanks to, came from, comes from,
        means that, turned out, what went wrong, to avoid, to prevent, to make sure, this way, that way,
        rightly, after all"""
    ),
    "contrast": _phrases(
        """but, however, although, though, whereas, on the other hand, instead, rather than, unless, while,
        even if, even though, yet, in contrast, compared with, compared to, despite, in spite of, nevertheless,
        not only, except, as opposed to, on the contrary, without, still, only, either, neither, not just,
        or else, apart from, other than, than a, than the"""
    ),
    "sequence": _phrases(
        """first, firstly, second, secondly, third, thirdly, then, next, after, after that, before, before that,
        finally, lastly, once, when, later, meanwhile, afterwards, to begin with, to start with, at first,
        in the meantime, from then on, subsequently, initially, eventually, during, until, by then, at that point,
        the same day, straight away, step one, step two, step three, the week after, the next day, since then,
        from there, again, now, ever since"""
    ),
    "addition": _phrases(
        """also, in addition, moreover, furthermore, as well, besides, another, on top of that, additionally,
        too, both, similarly, likewise"""
    ),
    "example": _phrases(
        """for example, for instance, such as, e.g, e g, imagine, suppose, let's say, say you, in one case, one time,
        in my case, in our case, like when, a typical case, to illustrate, in practice, at my last, at my previous,
        in my last, in my previous, in my current, at my company, on one, in one, at one, we once, i once, once we,
        once i, on my last, on a recent, we had, i had, we ran, i worked, we used, our team, my team, with us,
        in our, at my old, at our, last year, last month, ago, ours was, in my job, in my project"""
    ),
    "conclusion": _phrases(
        """overall, in short, in the end, in summary, to sum up, looking back, as a result, in conclusion,
        all in all, so in total, altogether, to conclude, bottom line, so my answer, so i would, so i'd,
        in general then, that's how, that is how, ultimately, so yes, so no, so yeah, so overall, what i learned,
        what i learnt, i learned, i learnt, it taught me, what it taught me, since then, ever since, from then on,
        the lesson, i would choose, i'd choose, i would recommend, i'd recommend, my recommendation, these days,
        now i, next time, what i took"""
    ),
    "condition": _phrases(
        """if, unless, depends, depending, in case, otherwise, as long as, provided that, when you, whenever,
        assuming, only when, only if, until"""
    ),
    "tradeoff": _phrases(
        """trade off, tradeoff, trade offs, tradeoffs, at the cost of, the cost, costs, the downside, the drawback,
        drawback, drawbacks, the price, disadvantage, disadvantages, advantage, pros and cons, on the other hand,
        rather than, instead of, in exchange, the risk, risks, the catch, the limit, slower, faster, cheaper,
        more expensive, it depends, depends on, depending on, compared with, compared to, versus, vs, worth it,
        worth the, not worth, whereas, although, even though, unless, expensive, simpler, more complex,
        the alternative, alternatively, alternatives, overhead, balance, at the expense, outweigh, outweighs,
        so much as, too much, too many, too small, too large"""
    ),
    "hedge": _phrases(
        """maybe, perhaps, i think, i guess, i suppose, probably, somehow, or something, i believe, kind of, sort of,
        possibly, i'm not sure, not sure, might be, could be, i feel like, or so, or whatever, something like that,
        i don't know, as far as i know, if i remember, more or less, pretty much, i would say, i'd say"""
    ),
    "filler": _phrases(
        """um, uh, er, erm, uhm, hmm, mm, ah, eh, you know, i mean, kind of, sort of, kinda, sorta, basically,
        literally, yeah, so yeah, well yeah, ok so, okay so, right so, like i, it's like, was like, were like,
        be like, just like um, and like, or whatever, and stuff, and everything, or something, haha, gonna, wanna,
        cos, you see, to be honest, as i say, oh and, oh, ha, obviously, actually, what's it called,
        and stuff like that, right, a bit, all that, where was i, as i said, i should say"""
    ),
    "aside": _phrases(
        """oh, but anyway, so anyway, and anyway, yeah anyway, ok anyway, anyway i, anyway we, anyway he, anyway she,
        anyway they, anyway the, anyway it, anyway my, anyway our, anyhow i, anyhow we, by the way, btw, i should say, should say, should mention, i should mention,
        where was i, come to think, as i said, like i said, as i say, no wait, actually no,
        going back, to go back, i forgot, forgot to, forgot to say, i mean, another story, long story short,
        long story, not that,         i was saying, on a side note, funny enough, funnily enough, or was it, i think it was,
        what's it called, whatever it's called, what was it, or maybe it was, that reminds me, speaking of,
        to be fair, mind you, though actually, well it's, well that, well it, well i, well no, although before,
        one more thing, also before, let me go back, got ahead, jumping ahead,         that was after, that was before, in any case, besides the point, off topic, i digress,
        the thing is, i can't remember, don't remember, i think i, sorry"""
    ),
    "vague": _phrases(
        """various, several, many things, things, stuff, something, somehow, and so on, etc, etcetera, in many ways,
        different ways, a lot of things, all kinds, certain, some things, overall, in general, generally, usually,
        typically, normally, often, always, never, every time, everyone, everybody, anyone, people, most people,
        companies, organisations, organizations, in today's, nowadays, essential, crucial, vital, important,
        importance, very important, key, the key, necessary, significant, effective, effectively, efficient,
        efficiently, successful, successfully, success, proper, properly, appropriate, appropriately, suitable,
        relevant, quality, high quality, best practice, best practices, professional, professionally, positive,
        positively, negative, passionate, passion, motivated, dedicated, hard working, team player, fast learner,
        strong, excellent, great, good, better, best, best possible, valuable, value, values, robust, scalable,
        seamless, holistic, strategic, innovative, dynamic, optimal, optimise, optimize, maximise, maximize, ensure,
        ensures, ensuring, leverage, utilise, utilize, facilitate, enhance, foster, deliver results, stakeholders,
        all stakeholders, relevant stakeholders, solutions, solution, approach, structured approach, process,
        processes, strategy, mindset, attitude, culture, growth, opportunity, opportunities, challenge, challenges,
        challenging, skills, communication, collaboration, teamwork, leadership, environment, needs, requirements,
        aspects, factors, factor, role, plays a, a variety of, wide range, issues, issue, improve, improvement,
        improvements, continuous, adapt, flexible, open communication, root cause, lessons, confident, excited,
        opportunity for, believe in, carefully, clearly, thoroughly, transparent, transparency,
        depends on the situation, the situation, situations, the business, business, goals, objectives, needed,
        users, performance, powerful, popular, widely used, modern, complex"""
    ),
    "sweeping": _phrases(
        """always, all of the, all of them, anywhere, everywhere, everything, in any case, in every case, in all cases,
        at all times, no matter what, without exception, a hundred per cent, as a rule, by definition, in fact,
        irrelevant, doesn't matter, does not matter, don't have to, don't need, don't need to, don't need any, no need,
        doesn't need, does not need, not needed, unnecessary, don't bother, wouldn't bother, can ignore, ignore,
        no point, pointless, a waste, no reason to, costs nothing, no difference, exactly the same, the same thing,
        guarantee, guarantees, guaranteed, automatically, by itself, on its own, out of the box, takes care of,
        is enough, are enough, is sufficient, proves, certainly, definitely, obviously, of course, surely, anyway,
        straight away, the only"""
    ),
    "time": _phrases(
        """last year, last month, last week, last spring, last summer, last autumn, last winter, years ago,
        months ago, weeks ago, a year ago, year ago, two years, three years, one day, one morning, one evening,
        one night, one summer, that day, that week, that month, that year, that night, that morning,
        that evening, that afternoon, monday, tuesday, wednesday, thursday, friday, saturday, sunday, january,
        february, april, june, july, august, september, october, november, december, easter, christmas, overnight,
        in my first, in my second, in my third, in 2015, in 2016, in 2017, in 2018, in 2019, in 2020, in 2021,
        in 2022, in 2023, in 2024, in 2025, in 2026, next morning, next day, the morning, by noon, at noon,
        weeks later, days later, months later, within a, within two, within three, a fortnight, fortnight,
        the first week, quarter, last quarter"""
    ),
    "situation": _phrases(
        """when i was, while i was, i was working, i worked, i was in charge, i was responsible, in my last,
        in my previous, in my first, in my second, at my last, at my previous, in my current, in my old, my old job,
        at my company, our company, our team, my team, we had, there was, there were, i had, i run, i ran,
        i was the, i used to, i am working, i do, working as, worked as, working at, i joined, as a, last year,
        years ago, months ago, one day, a customer, a client, a colleague, my manager, the project,
        a project, back when, this was, it was at, at the time, at that time, i'm a, i work, we work, we build,
        we sell, i led, my first, my last, at a, at an, i was a, i was an, was supposed to"""
    ),
    "task": _phrases(
        """my task, my job, my role, i had to, we had to, i needed, we needed, needed to, had to, i was asked,
        responsible for, responsible of, in charge of, the goal, my goal, the aim, the target, was supposed to,
        the deadline, asked me to, the problem was, the challenge was, wanted to, i wanted, was due, was meant to,
        i was meant, my responsibility, the question was, the risk was, the trouble was, the issue was,
        would have been, it was my, was mine, was my, were mine, expected to, i realised, i realized, i noticed,
        the fault, my fault, on me, my mistake"""
    ),
    "result": _phrases(
        """as a result, in the end, the result, the outcome, we ended up, ended up, it worked, went live, dropped,
        fell by, rose by, went down, went up, went from, increased, decreased, reduced, cut from, grew, saved,
        improved by, improved from, delivered, shipped, launched, since then, we won, we kept, renewed,
        came back, thanked, paid off, on time, without an incident, from then on, ever since, by the end,
        within a month, within two, within three, to this day, still uses, still use, recovered, solved, turned out, adopted, agreed to,
        never happened again, not happened again, finished, signed,
        happened again, took it down, hit the, met the, landed, resolved,
        halved, doubled, fell to, rose to, fell from, rose from, came down from, went through, took place, copied it,
        the year after, a year later, the next year, the second time, the next time, the following year, the following month,
        was ready, were ready, in time,  went back to, came down to, is now, are now, does it without, by itself now,
        no more, nobody was, no one was, apologised, apologized, after two weeks, after three weeks, after four weeks,
        after six weeks, after a week, after a month, after two months, after three months, after half a year,
        after a year, in the first year, in the year after, that year, within a year, within a week, and it worked"""
    ),
    "lesson": _phrases(
        """i learned, i learnt, what i learned, what i learnt, learned that, learnt that, taught me, the lesson,
        looking back, in hindsight, next time, since then, ever since, from then on, now i, i now,
        realised that, realized that, i'd do differently, would do differently, do differently, what i took,
        i took away, i've used, so now, we now, now we, now every, made me, in future,
        today i would, today i'd, i would do it again, i would now, i should have, i regret, sooner next time,
        learnt to, learned to, i understood that, showed me, has stayed with me,
        i would change, i changed, these days i, these days we, nowadays i, the habit, don't trust, i have used"""
    ),
    "blame": _phrases(
        """my fault, my mistake, my error, my responsibility, was on me, is on me, that was me, it was me, i took responsibility,
        take responsibility, took the blame, i owned, owned up, owned it, i admitted, admitted it, admitted that, i confessed,
        put my hand up, i had messed, i messed, i'd messed, messed up, i should have, i should've, i had not checked,
        i hadn't checked, i had skipped, i'd skipped, i skipped, i forgot, i'd forgotten, i overlooked, i underestimated,
        i misjudged, i'd rushed, i rushed, i got it wrong, i was wrong, i had been wrong, my own fault, no excuse,
        no excuses, nobody else, not blame, didn't blame, did not blame, i had assumed, i'd assumed, i assumed,
        i apologised, i apologized, without checking, without testing, without reading"""
    ),
    "clarify": _phrases(
        """i would ask, i'd ask, i'd first ask, i would first ask, let me assume, i assume, i'd assume, assume,
        assuming, clarify, to clarify, my first question, i'd want to know, i would want to know, what exactly,
        the goal, define, i'd start by, i would start by, first i would, first i'd, requirements, who is, who are,
        scope, before i, let's say, suppose, constraints, depends on, i'd check, understand, find out, ask what,
        what matters, the question is, pin down, measure of"""
    ),
    "decompose": _phrases(
        """break it down, break this down, broken down, split, two parts, three parts, three things, components,
        steps, first, second, third, then, next, structure, on one side, layers, segment, segments, by region,
        each, per, divide, list, drivers, funnel, stage, stages, part of, piece, pieces, hypothesis, hypotheses,
        estimate, roughly, multiply, sides"""
    ),
    "options": _phrases(
        """option, options, either, alternatively, alternative, alternatives, instead, rather than, or we could,
        could also, on the other hand, versus, vs, compared, trade off, tradeoff, pros, cons, one way, another way,
        cheaper, slower, faster, whereas, would not, wouldn't, but, if, choice, choose, against"""
    ),
    "recommend": _phrases(
        """i would choose, i'd choose, i'd go with, i would go with, i recommend, i would recommend, i'd recommend,
        my recommendation, i would start, i'd start, i would pick, i'd pick, so i would, so i'd, i would use,
        i'd use, i'd ship, i would ship, i would roll, i'd roll, i'd propose, i would propose, in the end,
        my choice, i'd decide, i would decide, measure, monitor, watch, roll out, pilot, next steps, next step,
        i'd measure, i would measure, i would watch, before enforcing, decide, success"""
    ),
    "ask_why": _phrases("why, how come, reason, reasons, explain, justify"),
}
"""Phrases by job."""

JOB_WORDS = {
    "result": frozenset("outcome outcomes result results ended effect improvement".split()),
    "lesson": frozenset("learned learnt lesson lessons insight".split()),
    "blame": frozenset("responsibility blame blames blaming fault owns owned admits admitted".split()),
}
"""What a grader writes when a point asks for that job ("says what was learnt")."""

ABBREVIATIONS = frozenset("e.g i.e etc vs mr mrs ms dr prof st approx no fig inc ltd jr sr dept est min max".split())
"""Words whose full stop does not end a sentence."""
