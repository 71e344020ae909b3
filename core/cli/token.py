"""``token``: make an API token for somebody, for programs that are set up from a terminal."""

import argparse
from typing import TYPE_CHECKING

from core.models.vocabulary import Scope
from core.services import accounts, api_tokens
from core.services.context import default_context

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("token", help="make an API token for somebody; they see it on their account page")
    parser.add_argument("username")
    parser.add_argument("--name", default="made in a terminal", help="what uses it")
    parser.add_argument("--scope", type=Scope, choices=list(Scope), default=Scope.PRACTISE)
    parser.add_argument("--days", type=int, default=api_tokens.USUAL_DAYS, help="how long it is good")
    parser.set_defaults(func=_token)


def _token(arguments: argparse.Namespace) -> int:
    ctx = default_context()
    person = accounts.person_by_name(ctx, arguments.username)
    made = api_tokens.make_token(ctx, person, name=arguments.name, scope=arguments.scope, days=arguments.days)
    print(made.secret)
    return 0
