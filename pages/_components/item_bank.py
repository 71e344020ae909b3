"""The parts of the page of questions: finding and reading them, how far they carry, and bringing one's own."""

from collections import Counter
from functools import partial

import streamlit as st

from core.bank.item import Item
from core.errors import CallerError
from core.models.vocabulary import InterviewType, Level
from core.services import own_items
from core.services.accounts import Person
from core.services.context import Context
from core.services.coverage import at_hand
from core.services.library import Filter, find_items
from core.services.own_items import ImportReport, Performance
from core.services.words import TYPE_WORDS
from pages._components.charts import draw, palette, stacked_bars
from pages._components.downloads import noted_download
from pages._components.messages import explained, plain, show_error

DIFFICULTIES = ("easy", "medium", "hard")
ADDED, REPORT = "item_added", "import_report"
NOT_SHOWN = Performance(0, 0, None, None)

POINTS_HELP = "One point a line, with a star if it is essential, and three or more ways to say it after double slashes."
POINTS_EXAMPLE = "* An index pays only for few rows. // low selectivity // most rows match // reading it all is cheaper"
MISTAKES_HELP = (
    "One mistake a line, with two or more ways to put it after double slashes, and what is right after the arrow."
)
MISTAKES_EXAMPLE = (
    "An index always helps. // just add an index // indexes are faster => Only when it saves reading most rows."
)
FOLLOWUPS_HELP = "One a line: 'missed 2' is asked when point 2 was missed, 'weak depth' when depth was weak."
FOLLOWUPS_EXAMPLE = "missed 2: How would you find out what the database did?"


def browse(ctx: Context, person: Person) -> None:
    """Filters, the list with how each question has done, and the chosen one in full."""
    found = find_items(ctx, _filters(ctx))
    done = own_items.performance(ctx, person)
    st.caption(f"{len(found)} of {len(ctx.bank.items)} questions")
    chosen = st.dataframe(
        [_row(item, done.get(item.id, NOT_SHOWN)) for item in found],
        hide_index=True,
        placeholder="",
        on_select="rerun",
        selection_mode="single-row",
        key="items",
        column_config={
            "Question": st.column_config.TextColumn(width=290),
            "Skills": st.column_config.ListColumn(),
            "Shown": st.column_config.NumberColumn(help="How many candidates were shown it"),
            "Mean": st.column_config.NumberColumn(format="%.0f", help="Mean score of its answers, of 100"),
            "Tells apart": st.column_config.NumberColumn(
                format="%.2f",
                help="From -1 to 1: do those who do well in the rest of the interview do well on it? "
                f"Empty below {own_items.FEWEST_ANSWERS} answers, which are too few to say.",
            ),
        },
    )
    if not found:
        st.write("No question fits all of these. Take one filter away.")
    elif rows := [row for row in chosen.selection.rows if row < len(found)]:  # a filter may have shortened the table
        with st.container(border=True):
            _show(found[rows[0]])
    else:
        st.caption("Choose a row to read the question with its key points and model answer.")


def _filters(ctx: Context) -> Filter:
    roles = {role.id: role.name for role in ctx.catalog.roles}
    skills = dict.fromkeys(skill for item in ctx.bank.items.values() for skill in item.skills)
    names = {skill: ctx.catalog.skill_name(skill) for skill in skills}
    with st.container(horizontal=True):
        words = st.text_input("Words in the question", placeholder="for example: index")
        role = st.selectbox("Role", [None, *roles], format_func=lambda value: roles[value] if value else "All roles")
        skill = st.selectbox(
            "Skill",
            [None, *sorted(names, key=lambda each: names[each])],
            format_func=lambda value: names[value] if value else "All skills",
        )
    with st.container(horizontal=True):
        bucket = st.selectbox(
            "Kind", [None, *ctx.bank.buckets], format_func=lambda value: (value or "all").replace("_", "-")
        )
        difficulty = st.selectbox("Difficulty", [None, *DIFFICULTIES], format_func=lambda value: value or "all")
        level = st.selectbox("Level", [None, *(each.value for each in Level)], format_func=lambda value: value or "all")
    return Filter(words=words, role=role, bucket=bucket, level=level, difficulty=difficulty, skill=skill)


def _row(item: Item, done: Performance) -> dict[str, object]:
    return {
        "Question": item.text,
        "Kind": item.bucket.replace("_", "-"),
        "Difficulty": item.difficulty,
        "Shown": done.shown,
        "Mean": done.mean,
        "Tells apart": done.discrimination,
        "Skills": list(item.skills),
    }


def _show(item: Item) -> None:
    """One item in full."""
    st.subheader(plain(item.text))
    st.caption(
        f"{item.id} · {item.bucket.replace('_', '-')} · {item.difficulty} · {', '.join(item.levels)} · {item.seconds} s"
    )
    st.write("A strong answer says")
    for point in item.key_points:
        st.markdown(f"- {plain(point.says)}{' **(essential)**' if point.essential else ''}")
    st.write("Mistakes that people make")
    for misconception in item.misconceptions:
        st.markdown(f"- {plain(misconception.says)} *{plain(misconception.correction)}*")
    st.write("A model answer")
    st.text(item.model_answer)
    st.write("Follow-ups")
    for followup in item.followups:
        st.markdown(f"- {plain(followup.text)}")


def coverage(ctx: Context) -> None:
    """How many questions there are of what kind, and how many interviews each role can do without a repeat."""
    items = list(ctx.bank.items.values())
    counts = {
        difficulty: Counter(item.bucket.replace("_", "-") for item in items if item.difficulty == difficulty)
        for difficulty in DIFFICULTIES
    }
    st.write(f"{len(items)} questions by kind and difficulty")
    numbers = [
        {"Kind": kind, **{d: counts[d][kind] for d in DIFFICULTIES}} for kind in sorted(sum(counts.values(), Counter()))
    ]
    draw(stacked_bars(counts, palette(), unit="questions"), key="by_kind", numbers=numbers)
    level = st.segmented_control(
        "Level",
        list(Level),
        default=Level.MID,
        required=True,
        format_func=lambda each: each.value,
        key="coverage_level",
    )
    st.write(
        "Interviews of 15 questions in a row without a repeated one, from the questions made for the role and level"
    )
    rows: dict[str, dict[str, object]] = {}
    for row in at_hand(ctx.bank, ctx.catalog, level):
        rows.setdefault(row.role, {"Role": row.role})[row.type.value] = row.interviews
    st.dataframe(
        list(rows.values()),
        hide_index=True,
        key="at_hand",
        column_config={kind.value: st.column_config.NumberColumn(TYPE_WORDS[kind]) for kind in InterviewType},
    )


def bring(ctx: Context, person: Person) -> None:
    """What was added here, a form for one question, import and export of many."""
    own = own_items.added_here(ctx, person)
    _added(ctx, person, own)
    with st.expander("Add a question"):
        _form(ctx, person)
    with st.expander("Import a file"):
        _import(ctx, person)
    st.write("Export")
    which = st.radio("Which questions", [f"Added here ({len(own)})", f"All ({len(ctx.bank.items)})"], horizontal=True)
    items = own if which.startswith("Added") else list(ctx.bank.items.values())
    with st.container(horizontal=True):
        for name, mime, as_csv in (("questions.csv", "text/csv", True), ("questions.yaml", "application/yaml", False)):
            make = partial(own_items.export_items, ctx, person, items, as_csv=as_csv)
            st.download_button(
                f"Download {name}",
                noted_download(ctx, person, make, "questions", name.rpartition(".")[2]),
                file_name=name,
                mime=mime,
                key=name,
                on_click="ignore",
            )


def _added(ctx: Context, person: Person, own: list[Item]) -> None:
    if added := st.session_state.pop(ADDED, None):
        st.success(f"Added as {plain(added)}. It can be asked from the next interview on.")
    if not own:
        st.caption("Nothing was added here yet. Added questions are asked like those of the bank.")
    for item in own:
        with st.container(border=True):
            st.text(item.text)
            st.caption(f"{item.id} · {item.bucket.replace('_', '-')} · {item.difficulty}")
            st.button("Take out of use", key=f"retire_{item.id}", on_click=_retire, args=(ctx, person, item.id))


def _retire(ctx: Context, person: Person, item_id: str) -> None:
    with explained():
        own_items.retire_item(ctx, person, item_id)


def _form(ctx: Context, person: Person) -> None:
    skills = {skill.id: skill.name for skill in ctx.catalog.skills}
    roles = {role.id: role.name for role in ctx.catalog.roles}
    with st.form("add_item", border=False):
        text = st.text_area("Question", max_chars=600)
        bucket = st.selectbox(
            "Kind of question", ctx.files.buckets, format_func=lambda value: value.replace("_", "-"), key="new_kind"
        )
        difficulty = st.selectbox("How difficult", DIFFICULTIES, index=1, key="new_difficulty")
        levels = st.multiselect("Levels", [level.value for level in Level], default=[level.value for level in Level])
        chosen = st.multiselect("Skills", list(skills), format_func=lambda value: skills[value], key="new_skills")
        asked = st.multiselect(
            "Roles, for a role-specific question only", list(roles), format_func=lambda value: roles[value]
        )
        seconds = st.number_input("Time limit in seconds", 60, 900, 150, step=15)
        points = st.text_area("Key points, four to eight", help=POINTS_HELP, placeholder=POINTS_EXAMPLE, height=160)
        mistakes = st.text_area(
            "Mistakes that people make, one to five", help=MISTAKES_HELP, placeholder=MISTAKES_EXAMPLE
        )
        model = st.text_area("Model answer, 90 to 220 words", height=160)
        followups = st.text_area("Follow-ups, one to three", help=FOLLOWUPS_HELP, placeholder=FOLLOWUPS_EXAMPLE)
        if not st.form_submit_button("Check and add", type="primary"):
            return
    fields = {
        "text": text,
        "bucket": bucket,
        "difficulty": difficulty,
        "levels": ",".join(levels),
        "skills": ",".join(chosen),
        "roles": ",".join(asked),
        "seconds": str(seconds),
        "key_points": points,
        "misconceptions": mistakes,
        "model_answer": model,
        "followups": followups,
    }
    try:
        item = own_items.add_item(ctx, person, fields)
    except CallerError as error:
        show_error(error)
        return
    st.session_state[ADDED] = item.id
    st.rerun()


def _import(ctx: Context, person: Person) -> None:
    st.caption(
        "YAML in the bank's format, or CSV with the columns of an export. What is faulty is refused, with reasons."
    )
    file = st.file_uploader("File", type=["yaml", "yml", "csv"], key="import_file")
    if file is None:
        st.session_state.pop(REPORT, None)
        return
    if st.button("Import", key="import"):
        try:
            with st.spinner("Checking each question"):
                st.session_state[REPORT] = own_items.import_items(ctx, person, file.name, file.getvalue())
        except CallerError as error:
            show_error(error)
        else:
            st.rerun()  # what was taken in is listed above
    if report := st.session_state.get(REPORT):
        _show_report(report)


def _show_report(report: ImportReport) -> None:
    """What was taken in, and why the rest was not."""
    if report.added:
        st.success(f"{len(report.added)} taken in: {plain(', '.join(report.added))}")
    if report.refused:
        st.error(f"{len({fault.where for fault in report.refused})} refused:")
        for fault in report.refused:
            st.text(f"• {fault}")
