"""`comity init`: a new alliance folder with a commented agreement that passes `comity check`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from unicodedata import normalize

import click

from comity.adapters.folder import AGREEMENT
from comity.catalogue.sets import KINDS, kind_named
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import in_shell

TABLE = Path("facts") / "deliveries"
WIDTH = 96


class Kind(click.ParamType):  # type: ignore[type-arg]
    """A kind of alliance for which there is a starter set."""

    name = "kind"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the kind, or fail with a usage error that lists all kinds."""
        kind = kind_named(str(value))
        if kind is None:
            self.fail(f"{value!r} is none of the kinds. They are: {', '.join(KINDS)}.", param, ctx)
        return kind


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@click.option("--kind", type=Kind(), help=f"The kind of alliance: {', '.join(KINDS)}.")
def command(folder: Path, kind: str | None) -> None:
    """Start a new alliance in FOLDER.

    Writes a commented agreement.yaml that passes `comity check`, the JSON Schema beside it (editors complete and
    check the agreement with it), and a facts folder with an empty table to fill in. The short name of the alliance is
    that of the folder. With `--kind` it is a whole draft
    for that kind of alliance: metrics of the catalogue, clauses, a scorecard, governance, and an empty table for all
    facts that are owed. Nothing is overwritten.
    """
    contents = named_after(folder, starter_of(kind) if kind else starter())
    _refuse_to_overwrite(folder, contents)
    for name, text in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _tell(folder, contents, kind)


def starter() -> dict[str, str]:
    """Return the files of a new alliance folder: path below it -> text."""
    from comity.cli.starter import STARTER
    from comity.opening.drafts.folder import schema_text

    sample = (STARTER / TABLE.as_posix() / "2026.csv").read_text(encoding="utf-8")
    return {
        "agreement.yaml": (STARTER / "agreement.yaml").read_text(encoding="utf-8"),
        "agreement.schema.json": schema_text(),
        (TABLE / "2026.csv").as_posix(): sample.splitlines()[0] + "\n",
        (TABLE / "about.yaml").as_posix(): (STARTER / TABLE.as_posix() / "about.yaml").read_text(encoding="utf-8"),
    }


def starter_of(kind: str) -> dict[str, str]:
    """Return the files of a new alliance of a kind: path below its folder -> text."""
    from comity.agreement.read import read
    from comity.catalogue.sets import starter_set
    from comity.opening.drafts.folder import files_of

    text = starter_set(kind)
    terms, problems = read(text.encode(), f"{kind}.yaml")
    if terms is None:
        raise Refused(*problems)
    return files_of(text, terms)


def named_after(folder: Path, contents: dict[str, str]) -> dict[str, str]:
    """Return the files of a new alliance with its short name after the folder, which is to be its record's too."""
    from comity.opening.drafts.text import put

    plain = normalize("NFKD", folder.resolve().name).encode("ascii", "ignore").decode().lower()
    name = re.sub("[^a-z0-9]+", "_", plain).strip("_")
    if not name:
        return contents
    named = name if name[0].isalpha() else f"alliance_{name}"
    return {**contents, AGREEMENT: put(contents[AGREEMENT], ("alliance",), named)}


def _short_name(contents: dict[str, str]) -> str:
    """Return the short name of a new alliance, which is the template's where its folder has none to give."""
    from comity.agreement.nodes import Scalar
    from comity.opening.drafts.text import node_at, tree

    name = node_at(tree(contents[AGREEMENT]), ("alliance",))
    return name.text if isinstance(name, Scalar) else ""


def _tell(folder: Path, contents: dict[str, str], kind: str | None) -> None:
    """Say what was written: each document, and all tables of facts together where there are many."""
    tables = [name for name in contents if kind and name.startswith("facts/")]
    for name in contents:
        if name not in tables:
            click.echo(f"wrote {folder / name}")
    if tables:
        names = sorted({Path(name).parent.name for name in tables})
        said = f"wrote {folder / 'facts'}, with {len(names)} empty tables to fill in: {', '.join(names)}"
        click.echo(click.wrap_text(said, WIDTH, subsequent_indent="  "))
    name = _short_name(contents)
    said = f"The short name of the alliance is {name}. Change it, if you like, before the first key is made: "
    click.echo(f"\n{said}the record keeps it.")
    own = "settle what is `unset` or marked `placeholder` in" if kind else "put your own terms into"
    click.echo(f"Next: {own} {folder / 'agreement.yaml'}, then run `comity check {in_shell(folder)}`.")


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
