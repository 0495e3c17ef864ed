"""The command `comity`. Each command is a module of its own, imported only when it is called."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from comity import __version__
from comity.cli.lazy import LazyGroup
from comity.kernel.problem import Place, Problem, Refused

DONE, PROBLEMS, USAGE, STOPPED = 0, 1, 2, 130

COMMANDS = {
    "check": "Say everything that is wrong with an alliance folder.",
    "suggest": "Suggest what else to measure, from the objectives, with reasons.",
    "catalogue": "Show what alliances measure, with definitions ready to use.",
    "evaluate": "Show where the alliance stands.",
    "score": "Show the scorecard in detail, and what it depends on.",
    "weights": "Show the scorecard's weights as each party judges them.",
    "survey": "Ask people of both parties, and show what they answered.",
    "docket": "Show what is due, by whom and by when.",
    "report": "Write the standing as a page and a PDF.",
    "draft": "Write the agreement as the text of a contract, DOCX and PDF.",
    "explain": "Show how a figure or a verdict came about, down to the fact rows.",
    "backtest": "Apply the terms to past facts, before anyone signs.",
    "key": "Make, show and revoke the keys with which the parties sign.",
    "database": "Keep a record in PostgreSQL.",
    "sign": "Sign the agreement, and open its record.",
    "amend": "Propose an amendment, and sign it.",
    "submit": "Submit a file of facts, or a corrected one.",
    "attest": "Hold for right what the other party submitted.",
    "dispute": "Dispute a single datum, or what a clause says of a period.",
    "settle": "End a dispute.",
    "notice": "Give notice.",
    "respond": "Accept, reject or answer what the other party put forward.",
    "pay": "State that you paid.",
    "elect": "Choose one of the options that the agreement leaves to you.",
    "waive": "Waive a miss.",
    "reserve": "Reserve a right.",
    "concern": "Raise a concern about a metric or a clause.",
    "act": "Record any act of the agreement, in its own words.",
    "event": "State that something happened.",
    "disclose": "Record what was given to whom, and why.",
    "cosign": "Cosign the record as it stands.",
    "log": "Show the record, entry by entry.",
    "sync": "Exchange records with the other party by a file.",
    "export": "Write the record as an evidence pack that anybody can verify.",
    "verify": "Verify an evidence pack, and evaluate it again.",
    "hold": "Record that personal data must not be erased for now.",
    "erase": "Erase the personal data of a subject for good.",
    "init": "Start a new alliance folder.",
    "schema": "Print the JSON Schema of the agreement, for editors.",
    "serve": "Serve the shared workplace in a browser.",
    "rebuild": "Make anew what the pages of the workplace read.",
    "demo": "Show a small fictional alliance, without any file of yours.",
}


class WithoutPandas:
    """Keeps pyarrow from importing pandas where it happens to be installed: .4 s, for types never used here."""

    @staticmethod
    def find_spec(name: str, *_: object) -> None:
        """Say that there is no pandas, and nothing of any other module."""
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@click.group(
    cls=LazyGroup, modules="comity.cli.", helps=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="comity")
def cli() -> None:
    """Keep the score of an alliance: one agreement, the facts of both parties, one standing.

    FOLDER is an alliance folder: agreement.yaml, amendments/,
    acts/, facts/.

    Exit codes: 0 done, 1 problems found (each printed with its place), 2 wrong usage.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code. Bad input never ends in a traceback."""
    # numpy's threads cost more than they do on matrices as small as a survey's, and must be told before it is loaded.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.meta_path.insert(0, WithoutPandas)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 problems found, 2 usage, 130 stopped by Ctrl-C."""
    try:
        return _run(arguments)
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        return STOPPED
    except BrokenPipeError:
        _close_stdout()
        return DONE
    except Refused as refused:
        return _refuse(*refused.problems)
    except (OSError, MemoryError, RecursionError) as failure:
        return _refuse(_system_problem(failure))
    except Exception as failure:  # noqa: BLE001 - else a defect of ours: said as such, with the place to report
        return _refuse(_lost_record(failure) or _defect(failure))


def _run(arguments: Sequence[str] | None) -> int:
    result = cli.main(args=arguments, prog_name="comity", standalone_mode=False)
    sys.stdout.flush()
    return result if isinstance(result, int) else DONE


def _close_stdout() -> None:
    """The reader of a pipe (`| head`) has gone: let Python's own flush at the end write to nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(*problems: Problem) -> int:
    for problem in problems:
        click.echo(str(problem), err=True)
    return PROBLEMS


def _lost_record(failure: Exception) -> Problem | None:
    """Return what to say of a record that failed in the middle of a command, as where its database is lost."""
    from comity.record.refusal import Refusal  # only here: most commands load nothing of the record

    if not isinstance(failure, Refusal):
        return None
    hint = "What was not acknowledged is not recorded; try once more when the record can be reached."
    return Problem(code="CMY-904", place=Place(file="record"), why=failure.why, hint=hint)


def _system_problem(failure: BaseException) -> Problem:
    named = getattr(failure, "filename", None)
    why = getattr(failure, "strerror", None) or str(failure) or type(failure).__name__
    return Problem(
        code="CMY-703",
        place=Place(file=str(named) if named else "comity"),
        why=f"the system refused: {why}",
        hint="Check that the file is there, that you may read it, and that there is room for it.",
    )


def _defect(defect: BaseException) -> Problem:
    where = traceback.extract_tb(defect.__traceback__)[-1]
    module = Path(where.filename)
    said = " ".join(str(defect).split())[:200]
    return Problem(
        code="CMY-799",
        place=Place(file=f"{module.parent.name}/{module.name}", line=where.lineno),
        why=f"Comity itself went wrong here: {type(defect).__name__}: {said}",
        hint="This is a defect of Comity, not of your files. Please report it with the command that you ran.",
    )


if __name__ == "__main__":
    main()
