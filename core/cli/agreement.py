"""``python -m core agreement FILE.csv``: how far the scorer agrees with people who scored the same answers."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.agreement import Agreement, agree
from core.cli.score import RUBRIC
from core.errors import BadFileError, Fault
from core.rubric import DIMENSIONS, Rubric, load_rubric
from core.scoring import score
from core.services.scored_files import OVERALL, SCORE, human_columns, number_of, read_rows, task_of

_LONG = 200  # answers from which a progress bar is worth its line
_NON_ANSWERS = frozenset(
    "idk|dunno|no idea|no clue|i dont know|i don't know|don't know|dont know|not sure|i am not sure|i'm not sure|"
    "n/a|na|none|nothing|pass|skip|?|-|.".split("|")
)


@dataclass(frozen=True)
class Row:
    """One human-scored answer, as the file gives it, and the machine's scores."""

    raw: Mapping[str, str]
    line: int
    scores: Mapping[str, float | None]

    @property
    def group(self) -> tuple[str, str]:
        """Its question: some files give one number to several questions."""
        return self.raw.get("question_id") or "", self.raw.get("question") or ""

    @property
    def is_answer(self) -> bool:
        """Whether it tries to answer; "idk" does not."""
        return self.raw["answer"].strip().lower().rstrip(".!") not in _NON_ANSWERS | {""}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the dispatcher."""
    parser = subparsers.add_parser("agreement", help="measure agreement with human scores in a CSV file")
    parser.add_argument("file", type=Path, help="CSV of human-scored answers")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--human",
        action="append",
        default=[],
        metavar="DIMENSION=COLUMN",
        help="compare a dimension with this column (default: human_<dimension>, else score); may be given again",
    )
    parser.add_argument("--scores", type=Path, metavar="OUT.csv", help="write every row with the scores beside it")
    parser.add_argument("--rubric", type=Path, default=RUBRIC, help="rubric file (default: the standard rubric)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the bootstrap")
    parser.add_argument("--rounds", type=int, default=300, help="rounds of the bootstrap")
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Score the file and report."""
    raw = read_rows(_text_of(arguments.file), arguments.file.name)
    columns = human_columns(raw[0][1] if raw else {}, arguments.human, arguments.file.name)
    rows = list(_scored(raw, load_rubric(arguments.rubric)))
    if arguments.scores:
        write_scores(arguments.scores, rows)
    result = report(rows, columns, seed=arguments.seed, rounds=arguments.rounds)
    print(json.dumps(result, indent=2) if arguments.json else as_text(result))
    return 0


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadFileError([Fault(path.name, f"cannot be read: {error}")]) from error


def _scored(rows: Sequence[tuple[int, dict[str, str]]], rubric: Rubric) -> Iterator[Row]:
    for line, raw in _with_progress(rows):
        card = score(raw["answer"], task_of(raw), rubric)
        yield Row(raw, line, {**card.scores, OVERALL: card.overall})


def _with_progress(rows: Sequence[tuple[int, dict[str, str]]]) -> Iterable[tuple[int, dict[str, str]]]:
    """The rows; a bar on the terminal's error channel when there are many."""
    total = len(rows)
    shows = total >= _LONG and sys.stderr.isatty()
    for number, row in enumerate(rows, 1):
        yield row
        if shows and (number % 50 == 0 or number == total):
            done = 30 * number // total
            end = "\n" if number == total else ""
            print(f"\r[{'#' * done}{'.' * (30 - done)}] {number}/{total}", end=end, file=sys.stderr, flush=True)


def report(rows: Sequence[Row], columns: Mapping[str, str], *, seed: int, rounds: int) -> dict[str, Any]:
    """Agreement by dimension, of the two humans with each other, and what became of non-answers."""
    answers = [row for row in rows if row.is_answer]
    others = [row for row in rows if not row.is_answer]
    dimensions = {
        name: {**agreement.to_dict(), "human_column": column}
        for name, column in columns.items()
        if (agreement := _agreement(answers, name, column, seed, rounds))
    }
    return {
        "dimensions": dimensions,
        OVERALL: dimensions.get(OVERALL),
        "human_human": _human_human(answers, seed, rounds),
        "non_answers": {
            "n": len(others),
            "human_mean": _mean([number_of(row.raw[SCORE]) for row in others]),
            "machine_mean_of_100": _mean([row.scores[OVERALL] for row in others]),
        },
    }


def _agreement(rows: Sequence[Row], name: str, column: str, seed: int, rounds: int) -> Agreement | None:
    groups, human, machine = [], [], []
    scale = max((number_of(row.raw["scale_max"]) or 0.0 for row in rows), default=0.0)
    for row in rows:
        given, made = number_of(row.raw[column]), row.scores[name]
        if given is not None and made is not None:
            groups.append(row.group)
            human.append(given)
            machine.append(made / (100.0 if name == OVERALL else 5.0) * scale)
    return agree(groups, human, machine, scale=(0.0, scale), seed=seed, rounds=rounds) if human and scale else None


def _human_human(rows: Sequence[Row], seed: int, rounds: int) -> dict[str, Any] | None:
    pairs = [(row, number_of(row.raw.get("score_1", "")), number_of(row.raw.get("score_2", ""))) for row in rows]
    both = [(row, a, b) for row, a, b in pairs if a is not None and b is not None]
    if not both:
        return None
    scale = max(number_of(row.raw["scale_max"]) or 0.0 for row, _, _ in both)
    groups = [row.group for row, _, _ in both]
    first, second = [a for _, a, _ in both], [b for _, _, b in both]
    return agree(groups, first, second, scale=(0.0, scale), seed=seed, rounds=rounds).to_dict()


def write_scores(path: Path, rows: Sequence[Row]) -> None:
    """Every input row with the five dimension scores and the overall beside it."""
    names = (*DIMENSIONS, OVERALL)
    header = [*dict.fromkeys(key for row in rows for key in row.raw), *(f"machine_{name}" for name in names)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, header)
        writer.writeheader()
        for row in rows:
            writer.writerow({**row.raw, **{f"machine_{name}": row.scores[name] for name in names}})


def as_text(result: Mapping[str, Any]) -> str:
    """The report as a table for the terminal."""
    lines = [f"{'':20}{'n':>6}{'r':>8}{'95 % interval':>17}{'within':>8}{'QWK':>7}{'exact':>7}{'adj.':>7}{'SMD':>7}"]
    entries = {**result["dimensions"], "(human with human)": result["human_human"]}
    for name, entry in entries.items():
        if entry:
            interval = entry["pearson_r_interval"]
            span = f"{interval['low']:.2f} to {interval['high']:.2f}" if interval else "-"
            cells = [_cell(entry[key]) for key in ("within_question_r", "qwk", "exact", "adjacent", "smd")]
            lines.append(
                f"{name:20}{entry['n']:>6}{_cell(entry['pearson_r']):>8}{span:>17}{cells[0]:>8}"
                + "".join(f"{cell:>7}" for cell in cells[1:])
            )
    apart = result["non_answers"]
    if apart["n"]:
        lines.append(
            f"non-answers, kept apart: {apart['n']}; human mean {_cell(apart['human_mean'])}, "
            f"machine mean {_cell(apart['machine_mean_of_100'])} of 100"
        )
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.2f}"


def _mean(values: Sequence[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return sum(found) / len(found) if found else None
