"""Many small files of one table checked at once: what a check costs depends on files far more than on rows.

A record holds a file for each submission, often of one row. Files that are alike are put under one another with the day
on which each was known as a column, and checked as one file. Where anything at all is found, nothing of that counts:
each file is checked by itself, so that its problems have their places.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from comity.facts.model import RawFile, Submission
from comity.facts.sheet import KNOWN_AT, PROVENANCE
from comity.kernel import lexical

KNOWN, COVERS = "known at", "covers"
"""Keys of about.yaml that are about one file only."""


def alike(files: Iterable[RawFile]) -> list[list[RawFile]]:
    """Return groups of several files that may be checked as one.

    They are texts with the same columns, and the same is said of them but for the day on which they were known. A file
    that says for which periods it is complete, or who reported a row and when, stands by itself; so does one that is
    empty or may have blank rows.
    """
    groups: dict[object, list[RawFile]] = {}
    for file in files:
        if _is_plain(file):
            said = tuple(sorted(item for item in file.about.items() if item[0] != KNOWN))
            groups.setdefault((tuple(file.table.column_names), said), []).append(file)
    return [group for group in groups.values() if len(group) > 1]


def _is_plain(file: RawFile) -> bool:
    rows = file.table
    # A column of another type is read as a whole, such as one of moments that are all midnights.
    texts = all(pa.types.is_string(type_) for type_ in rows.schema.types)
    by_itself = COVERS in file.about or bool(set(PROVENANCE) & set(rows.column_names))
    filled = rows.num_rows > 0 and not all(column.null_count for column in rows.columns)
    return texts and filled and not by_itself and _is_day(file.about)


def _is_day(about: Mapping[str, str]) -> bool:
    try:
        lexical.date(about.get(KNOWN, ""))
    except ValueError:
        return False
    return True


def merged(files: Sequence[RawFile]) -> RawFile:
    """Return files that are `alike` as one, whose rows are numbered from 0."""
    days = [pa.repeat(pa.scalar(lexical.date(one.about[KNOWN]), pa.date32()), one.table.num_rows) for one in files]
    rows = pa.concat_tables([one.table for one in files]).append_column(KNOWN_AT, pa.chunked_array(days))
    about = {key: text for key, text in files[0].about.items() if key != KNOWN}
    return replace(files[0], table=rows, first_row=0, rows_are_lines=False, about=about)


def with_origin(found: Submission, files: Sequence[RawFile]) -> Submission:
    """Return what was found in merged files with the file and the number of each row as they were before."""
    paths = [pa.repeat(pa.scalar(one.path), one.table.num_rows) for one in files]
    numbers = [pa.arange(one.first_row, one.first_row + one.table.num_rows) for one in files]
    rows = found.rows
    for name, values in (("_file", paths), ("_row", numbers)):
        rows = rows.set_column(rows.column_names.index(name), name, pa.chunked_array(values))
    return replace(found, rows=rows, known_at=None)
