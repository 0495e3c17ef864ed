"""Rows asked for by equality alone, as each page does for who is there and what they may read.

Django composes the same SQL anew each time it is asked, which takes several times as long as the database: such
questions were most of what a page cost. These are composed once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)


def rows(model: type[M], *only: str, **equal: object) -> list[M]:
    """Return the rows of a model whose fields have some values, in no order.

    With `only` just these fields are read; others are asked for when they are used, as after `defer`.
    """
    asked = _asked(model, only, tuple(equal))
    values = [field.get_db_prep_value(equal[field.name], connection) for field in asked.equal]
    with connection.cursor() as cursor:
        cursor.execute(asked.sql, values)
        found = cursor.fetchall()
    return [model.from_db(connection.alias, asked.names, asked.read(row)) for row in found]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question: its SQL, the fields whose values it needs, and how its answer becomes objects.

    `names` are the attributes of the columns, `converters` what the database and the fields make of some of them.
    """

    sql: str
    equal: Sequence[Field[Any, Any]]
    names: Sequence[str]
    converters: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]

    def read(self, row: Sequence[Any]) -> list[Any]:
        """Return the values of a row as the fields of a model hold them."""
        found = list(row)
        for at, (each, column) in self.converters.items():
            for convert in each:
                found[at] = convert(found[at], column, connection)
        return found


@cache
def _asked(model: type[Model], only: tuple[str, ...], equal: tuple[str, ...]) -> _Asked:
    """Compose a question of the names that the models give; none of them comes from outside."""
    quoted, fields = connection.ops.quote_name, {one.name: one for one in model._meta.concrete_fields}
    wanted = [fields[name] for name in only or fields]
    columns = ", ".join(quoted(str(one.column)) for one in wanted)
    where = " AND ".join(f"{quoted(str(fields[name].column))} = %s" for name in equal)
    parts = ["SELECT", columns, "FROM", quoted(model._meta.db_table), "WHERE", where]
    compiler = model._default_manager.all().query.get_compiler(connection.alias)
    return _Asked(
        sql=" ".join(parts),
        equal=[fields[name] for name in equal],
        names=[one.attname for one in wanted],
        converters=compiler.get_converters([one.get_col(model._meta.db_table) for one in wanted]),
    )
