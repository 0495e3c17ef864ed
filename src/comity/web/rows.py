"""Rows asked for by equality alone, as each page does for who is there and what they may read.

Django composes the same SQL anew each time it is asked, which takes five times as long as the database: four such
questions were most of what a page cost. These are composed once.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


def rows(model: type[M], *only: str, **equal: object) -> list[M]:
    """Return the rows of a model whose fields have some values, in no order.

    With `only` just these fields are read; others are asked for when they are used, as after `defer`.
    """
    columns = {one.name: one for one in model._meta.concrete_fields}
    values = [columns[name].get_db_prep_value(value, connection) for name, value in equal.items()]
    return list(model._default_manager.raw(_sql(model, only, tuple(equal)), values))


@cache
def _sql(model: type[Model], only: tuple[str, ...], equal: tuple[str, ...]) -> str:
    """Return a SELECT of the names that the models give; none of them comes from outside."""
    quoted = connection.ops.quote_name
    table = quoted(model._meta.db_table)
    columns = {one.name: quoted(str(one.column)) for one in model._meta.concrete_fields}
    wanted = ", ".join(columns[name] for name in only or columns)
    where = " AND ".join(f"{columns[name]} = %s" for name in equal)
    parts = ["SELECT", wanted, "FROM", table, "WHERE", where]
    return " ".join(parts)
