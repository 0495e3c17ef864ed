"""The tables of keys in docs/reference/agreement.md, made from the table of keys; `make docs` writes them.

A table stands between `<!-- keys: NAME -->` and `<!-- end of keys -->`, that of the functions likewise between
`<!-- functions -->` and `<!-- end of functions -->`.
"""

from __future__ import annotations

import re

from comity.agreement.formula.functions import FUNCTIONS
from comity.agreement.keys import SECTIONS, Section

_KEYS = re.compile(r"(<!-- keys: (?P<name>[a-z]+) -->\n).*?(<!-- end of keys -->)", re.DOTALL)
_FUNCTIONS = re.compile(r"(<!-- functions -->\n).*?(<!-- end of functions -->)", re.DOTALL)


def with_tables(text: str) -> str:
    """Return a document with its generated tables written anew. KeyError for a section that does not exist."""
    text = _KEYS.sub(lambda match: f"{match[1]}{keys_table(SECTIONS[match['name']])}{match[3]}", text)
    return _FUNCTIONS.sub(lambda match: f"{match[1]}{functions_table()}{match[2]}", text)


def keys_table(section: Section) -> str:
    """Return the table of one section's keys; keys that must be there are marked."""
    rows = ["| Key | Value | Meaning | Example |", "|---|---|---|---|"]
    for key in section.keys:
        name = f"**`{key.name}`**" if key.required else f"`{key.name}`"
        rows.append(f"| {name} | {_cell(key.form.says)} | {_cell(key.says)} | `{_cell(key.example)}` |")
    return "\n".join(rows) + "\n"


def functions_table() -> str:
    """Return the table of all functions a formula may call."""
    rows = ["| Function | Gives |", "|---|---|"]
    rows += [f"| `{_cell(one.call)}` | {_cell(one.says)} |" for one in FUNCTIONS.values()]
    return "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
