"""`comity database`: records in PostgreSQL, for whoever keeps many of them, or lets several machines write."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import options
from comity.kernel.problem import Place, Problem, Refused


@click.group("database")
def command() -> None:
    """Keep a record in PostgreSQL.

    Without this the record of a folder is a file in it. A database may hold many records, and several machines may
    write to one of them. CONNECTION is a connection string of PostgreSQL's, such as
    postgresql://comity@db.example/records, without a password: that stands in ~/.pgpass.
    """


@command.command("prepare")
@click.argument("connection")
@click.argument("role")
def prepare(connection: str, role: str) -> None:
    """Make the tables for records as their owner, and let ROLE write records.

    ROLE is there already. It may add entries and read them, and can neither change nor remove one. To prepare a
    database again changes nothing that was recorded.
    """
    from comity.adapters.record_place import checked, refused
    from comity.record.refusal import Refusal

    place = Path("database")
    checked(connection, place)
    from comity.adapters.record_postgres import set_up

    try:
        set_up(connection, role)
    except Refusal as refusal:
        hint = "It is prepared by the owner of the database, and the role is made before: create role NAME login;"
        raise refused(place, " ".join(refusal.why.split()), hint) from refusal
    click.echo(f"prepared: {role} may write records, and can change none")


@command.command("use")
@options.folder
@click.argument("connection")
def use(folder: Path, connection: str) -> None:
    """Keep the record of FOLDER in the database from now on, under its origin and the party of this folder.

    A record that is a file stays one: write it into a copy with `comity sync`, and meet that copy in a new folder that
    uses the database.
    """
    from comity.adapters.desk import RECORD, record_name, store_file
    from comity.adapters.record_place import DATABASE, NO_DATABASE, checked, in_database

    place = folder / RECORD / DATABASE
    if store_file(folder).is_file():
        why = "the record of this folder is a file already, and stays one"
        hint = "`comity sync FOLDER FILE` writes a copy; meet it in a new folder with the same trust file and party."
        raise Refused(Problem(code=NO_DATABASE, place=Place(file=str(store_file(folder))), why=why, hint=hint))
    checked(connection, place)
    name = record_name(folder)
    store = in_database(connection, name, place)
    try:
        size = store.history().size
    finally:
        store.close()
    if not size and _is_elsewhere(folder):
        why = "the record of this folder is in another database already, and not in this one"
        hint = f"Copy the database first, or meet a copy of the record in a new folder that uses {connection}"
        raise Refused(Problem(code=NO_DATABASE, place=Place(file=str(place)), why=why, hint=hint))
    place.write_text(f"{connection}\n", encoding="utf-8")
    held = f", which holds {'1 entry' if size == 1 else f'{size} entries'}" if size else ""
    click.echo(f"wrote {place}: the record is {name!r} in this database{held}")


def _is_elsewhere(folder: Path) -> bool:
    """Tell whether the database that a folder names so far has its record; one that is gone has none."""
    from comity.adapters.desk import has_record

    try:
        return has_record(folder)
    except Refused:
        return False
