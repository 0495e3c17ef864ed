"""Rows asked for by equality alone, as each page does for who is there and what they may read.

Django composes the same SQL anew each time it is asked, which takes several times as long as the database: such
questions were most of what a page cost. These are composed once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)


def rows(model: type[M], *only: str, **equal: object) -> list[M]:
    """Return the rows of a model whose fields have some values, in no order.

    With `only` just these fields are read; others are asked for when they are used, as after `defer`. A field of a
    model that this one refers to (`alliance__slug`) has its row read too, as after `select_related`.
    """
    asked = _asked(model, only, tuple(equal))
    values = [field.get_db_prep_value(equal[name], connection) for name, field in asked.equal.items()]
    with connection.cursor() as cursor:
        cursor.execute(asked.sql, values)
        found = cursor.fetchall()
    return [asked.made(row) for row in found]


@dataclass(frozen=True, slots=True)
class _Read:
    """How the columns of one table become an object: from which place on, under which attributes, and converted how.

    `converters` are what the database and the fields make of some of them, by their number.
    """

    model: type[Any]
    first: int
    names: Sequence[str]
    converters: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]

    def made(self, row: Sequence[Any]) -> Any:
        """Return the object of a row."""
        found = list(row[self.first : self.first + len(self.names)])
        for at, (each, column) in self.converters.items():
            for convert in each:
                found[at] = convert(found[at], column, connection)
        return self.model.from_db(connection.alias, self.names, found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question: its SQL, the fields whose values it needs, and what is read, first of all the rows themselves."""

    sql: str
    equal: Mapping[str, Field[Any, Any]]
    reads: Mapping[str, _Read]

    def made(self, row: Sequence[Any]) -> Any:
        """Return the object of a row, with those that it refers to."""
        made = self.reads[""].made(row)
        for name, read in self.reads.items():
            if name:
                setattr(made, name, read.made(row))
        return made


@cache
def _asked(model: type[Model], only: tuple[str, ...], equal: tuple[str, ...]) -> _Asked:
    """Compose a question of the names that the models give; none of them comes from outside."""
    quoted, joins, fields = connection.ops.quote_name, [], {}
    reads, columns = {"": _read(model, 0, only)}, _columns(model, only)
    for name in equal:
        via, _, own = name.rpartition("__")
        if via and via not in reads:
            to: Any = model._meta.get_field(via).related_model
            joins.append((to, f"{_column(model, via)} = {_column(to, 'id')}"))
            reads[via] = _read(to, len(columns), ())
            columns += _columns(to, ())
        fields[name] = reads[via].model._meta.get_field(own)
    where = " AND ".join(f"{_column(reads[name.rpartition('__')[0]].model, fields[name].name)} = %s" for name in equal)
    joined = [part for to, on in joins for part in ("JOIN", quoted(to._meta.db_table), "ON", on)]
    parts = ["SELECT", ", ".join(columns), "FROM", quoted(model._meta.db_table), *joined, "WHERE", where]
    return _Asked(sql=" ".join(parts), equal=fields, reads=reads)


def _fields(model: type[Model], only: tuple[str, ...]) -> list[Any]:
    return [one for one in model._meta.concrete_fields if not only or one.name in only]


def _column(model: type[Model], name: str) -> str:
    quoted, field = connection.ops.quote_name, cast("Any", model._meta.get_field(name))
    return f"{quoted(model._meta.db_table)}.{quoted(field.column)}"


def _columns(model: type[Model], only: tuple[str, ...]) -> list[str]:
    return [_column(model, one.name) for one in _fields(model, only)]


def _read(model: type[Model], first: int, only: tuple[str, ...]) -> _Read:
    compiler = model._default_manager.all().query.get_compiler(connection.alias)
    fields = _fields(model, only)
    converters = compiler.get_converters([one.get_col(model._meta.db_table) for one in fields])
    return _Read(model=model, first=first, names=[one.attname for one in fields], converters=converters)
