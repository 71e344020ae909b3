"""``python -m core score``: one answer from standard input, as JSON with evidence."""

import argparse
import json
import sys
from pathlib import Path

from core.bank.loader import read_bank
from core.config import PROJECT
from core.errors import Fault, InvalidInputError, NotFoundError
from core.rubric import KINDS, load_rubric
from core.scoring import KeyPoint, Task, score
from core.scoring.features import infer_kind

BANK = PROJECT / "data" / "item_bank"
RUBRIC = PROJECT / "data" / "rubrics" / "standard.yaml"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the dispatcher."""
    parser = subparsers.add_parser("score", help="score an answer (on standard input) and print the evidence as JSON")
    parser.add_argument("--item", help="id of an item of the bank, e.g. databases.index-not-used")
    parser.add_argument("--question", default="", help="text of a question that is not in the bank")
    parser.add_argument("--reference", default="", help="a reference answer to that question")
    parser.add_argument("--point", action="append", default=[], help="a key point of that question; may be given again")
    parser.add_argument("--kind", choices=KINDS, help="kind of that question; guessed from its text by default")
    parser.add_argument("--seconds", type=float, help="how long the answer took")
    parser.add_argument("--dictated", action="store_true", help="the answer was spoken: judge its pace")
    parser.add_argument("--rubric", type=Path, default=RUBRIC, help="rubric file (default: the standard rubric)")
    parser.add_argument("--bank", type=Path, default=BANK, help=argparse.SUPPRESS)
    parser.set_defaults(func=run)


def run(arguments: argparse.Namespace) -> int:
    """Score standard input."""
    task = _task(arguments)
    card = score(
        sys.stdin.read(),
        task,
        load_rubric(arguments.rubric),
        time_seconds=arguments.seconds,
        dictated=arguments.dictated,
    )
    print(json.dumps(card.to_dict(), indent=2, ensure_ascii=False))
    return 0


def _task(arguments: argparse.Namespace) -> Task:
    if bool(arguments.item) == bool(arguments.question):
        raise InvalidInputError([Fault("", "give either --item or --question")])
    if arguments.item:
        bank, _ = read_bank(arguments.bank)
        if arguments.item not in bank.items:
            raise NotFoundError(f"item '{arguments.item}'")
        return bank.items[arguments.item].task()
    return Task(
        question=arguments.question,
        kind=arguments.kind or infer_kind(arguments.question),
        key_points=tuple(KeyPoint(f"point-{number}", text) for number, text in enumerate(arguments.point, 1)),
        reference=arguments.reference,
    )
