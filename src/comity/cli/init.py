"""`comity init`: a new alliance folder with a commented agreement that passes `comity check`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from comity.cli.starter import STARTER
from comity.kernel.problem import Place, Problem, Refused

TABLE = Path("facts") / "deliveries"


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
def command(folder: Path) -> None:
    """Start a new alliance in FOLDER.

    Writes a commented agreement.yaml that passes `comity check`, the JSON Schema beside it (editors complete and
    check the agreement with it), and a facts folder with an empty table to fill in. Nothing is overwritten.
    """
    contents = starter()
    _refuse_to_overwrite(folder, contents)
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        click.echo(f"wrote {path}")
    click.echo(f"\nNext: put your own terms into {folder / 'agreement.yaml'}, then run `comity check {folder}`.")


def starter() -> dict[str, str]:
    """Return the files of a new alliance folder: path below it -> text."""
    from comity.agreement.schema import schema

    sample = (STARTER / TABLE.as_posix() / "2026.csv").read_text(encoding="utf-8")
    return {
        "agreement.yaml": (STARTER / "agreement.yaml").read_text(encoding="utf-8"),
        "agreement.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
        (TABLE / "2026.csv").as_posix(): sample.splitlines()[0] + "\n",
        (TABLE / "about.yaml").as_posix(): (STARTER / TABLE.as_posix() / "about.yaml").read_text(encoding="utf-8"),
    }


def _refuse_to_overwrite(folder: Path, contents: dict[str, str]) -> None:
    """Raise Refused if a file that would be written is already there."""
    there = [folder / name for name in contents if (folder / name).exists()]
    if there:
        raise Refused(
            *(
                Problem(
                    code="CMY-706",
                    place=Place(file=str(path)),
                    why="this file is already there, and nothing is overwritten",
                    hint="Choose a new folder, or move the file away.",
                )
                for path in there
            )
        )
