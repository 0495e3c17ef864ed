"""`comity pay`: a payment is stated, on an account or of a sum that a step of a case awaits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from comity.cli import options
from comity.cli.acting import act
from comity.cli.signing import Signing, signing
from comity.kernel import lexical
from comity.kernel.problem import Problem, Refused


class Paid(click.ParamType):  # type: ignore[type-arg]
    """What was paid, more than nothing: `USD 10k`, or a number in the currency of the agreement."""

    name = "money"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text as it is, or fail with a usage error that shows how an amount is written."""
        text = str(value)
        try:
            amount = lexical.money(text)[0] if " " in text else lexical.number(text)
        except ValueError:
            self.fail(f"{text} is no amount. Write it with a point, such as 'USD 1224.30', or 'USD 10k'.", param, ctx)
        if amount <= 0:
            self.fail(f"{text} is not more than nothing.", param, ctx)
        return text


@click.command("pay")
@options.folder
@click.argument("about", nargs=-1)
@click.option("--amount", type=Paid(), required=True, metavar="MONEY", help="What you paid, such as 'USD 10k'.")
@click.option(
    "--reference", default="", metavar="TEXT", help="What tells this payment from another, as on the transfer."
)
@click.option("--says", default="", metavar="TEXT", help="Free text, without effect.")
@signing
def command(folder: Path, about: tuple[str, ...], amount: str, reference: str, says: str, sign: Signing) -> None:
    """State in FOLDER that you paid, ABOUT an account and a period that it settles: `credits 2026-Q1`.

    It is your word: what you owe is less by it, and whoever you paid may confirm it, or deny that the money came
    (`comity respond FOLDER accept credits 2026-Q1`). Without a period it is taken for the oldest debt. What is paid
    beyond what you owe is kept for what you owe next.

    A sum that a step of a case awaits is paid about the clause and its period: `supply south 2026-08`.
    """
    carried = {"amount": amount} | ({"reference": reference} if reference else {})
    try:
        act(folder, sign, {"do": "pay", "about": " ".join(about), "with": carried, "says": says})
    except Refused as refused:
        raise Refused(*map(_by_option, refused.problems)) from refused


def _by_option(problem: Problem) -> Problem:
    """Return a problem that names the option where it names the key of an act."""
    from comity.clauses.life.remittances import REFERENCE_WRITTEN

    if REFERENCE_WRITTEN not in problem.why:
        return problem
    return replace(problem, why=problem.why.replace(REFERENCE_WRITTEN, "--reference TEXT"), hint="")
