"""The files of a new alliance folder: the agreement, its schema, a template for every table owed, a hint for acts."""

from __future__ import annotations

import json
from textwrap import wrap

from comity.agreement.columns import PUBLISHED
from comity.agreement.model import Column, FactTable, Terms
from comity.catalogue.load import catalogue
from comity.catalogue.model import StandardTable
from comity.kernel.period import Grain

WIDTH = 100
_ACTS = """\
# What the parties do: notices, plans, payments, elections, disputes, claims of relief. One entry each, in the order in
# which they were received; an act counts on that day. All files of this folder are read together. Written like this:
# {acts}
# `comity docket FOLDER` says which acts are awaited, by whom and by when.
"""


def files_of(text: str, terms: Terms) -> dict[str, str]:
    """Return the files of a new alliance folder: path below it -> text."""
    return {"agreement.yaml": text, "agreement.schema.json": schema_text()} | templates(terms) | acts_hint(terms)


def schema_text() -> str:
    """Return the JSON Schema of agreements, for editors."""
    from comity.agreement.schema import schema

    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def templates(terms: Terms) -> dict[str, str]:
    """Return the files below facts/ of a new alliance: for each table owed one CSV file a reporter, and about.yaml."""
    found: dict[str, str] = {}
    for table in terms.facts.values():
        who = [reporter.party for reporter in table.reporters if reporter.party != PUBLISHED]
        header = ",".join([*(c.name for c in _filled_in(table)), "known_at"]) + "\n"
        found |= {f"facts/{table.name}/{party}.csv": header for party in who}
        if who:
            found[f"facts/{table.name}/about.yaml"] = _about(table, who, terms)
    return found


def acts_hint(terms: Terms) -> dict[str, str]:
    """Return a file of acts that holds none yet, and shows how those of this agreement are written."""
    year = terms.starts.year
    acts = [
        f"- {{on: {year}-08-18, by: {clause.owed_to}, do: dispute, about: {clause.name} PERIOD, says: WHY}}"
        for clause in list(terms.clauses.values())[:1]
    ]
    acts += [
        f"- {{on: {year}-08-20, by: {milestone.owed_by}, do: complete, about: {milestone.name}}}"
        for milestone in list(terms.milestones.values())[:1]
    ]
    return {f"acts/{year}.yaml": _ACTS.format(acts="\n# ".join(acts))}


def _filled_in(table: FactTable) -> list[Column]:
    """Return the columns that a file needs: not that of the reporter, which about.yaml names."""
    return [column for column in table.columns.values() if column.type != "reporter"]


def _about(table: FactTable, who: list[str], terms: Terms) -> str:
    """Return about.yaml: what a row is, what its columns hold, who reports which file, and how to say `nothing`."""
    standard = standard_of(table)
    told = standard.columns if standard else {}
    says = table.says or (standard.says if standard else "")
    lines = [f"# {line}" for line in wrap(f"{table.name}: {says}" if says else table.name, WIDTH)]
    for column in _filled_in(table):
        says = f": {told[column.name]}" if column.name in told else ""
        lines += [
            f"#   {line}" for line in wrap(f"{column.name} ({_kind(column)}){says}", WIDTH, subsequent_indent="  ")
        ]
    lines += ["#   known_at: the day on which the other party could know the row"]
    lines += [
        "# If a period is over and there was nothing to report, say so, so that it counts as 0 and is not missing:"
    ]
    first = _first_period(table, terms)
    known = terms.calendar.period(first).last
    lines += [f"# {who[0]}.csv: {{reported by: {who[0]}, covers: {first}, known at: {known}}}"]
    return "\n".join([*lines, *(f"{party}.csv: {{reported by: {party}}}" for party in who)]) + "\n"


def standard_of(table: FactTable) -> StandardTable | None:
    """Return the table of the catalogue that a table is, in its version; None where it is the agreement's own."""
    name, _, version = table.catalogue.partition(" ")
    return catalogue().table(name, int(version)) if version else None


def _kind(column: Column) -> str:
    if column.words:
        return " or ".join(column.words)
    return {"truth": "yes or no"}.get(column.type, column.type)


def _first_period(table: FactTable, terms: Terms) -> str:
    """Return the name of the first period that a file can cover; of a table of single days, its first month."""
    return terms.calendar.containing(table.every or Grain.MONTH, terms.starts).name
