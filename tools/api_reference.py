"""The description of the API, and its reference: what the application says of its own addresses."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

PAGE, STANDING = "docs/reference/api.md", "docs/reference/standing.schema.json"
DESCRIPTION = "src/comity/web/api/openapi.json"
MADE = re.compile(r"<!-- addresses -->.*?<!-- end -->", re.DOTALL)
Json = dict[str, Any]


def api_description(root: Path) -> str:
    """Return the text of the description (OpenAPI 3.1), as the workplace serves it."""
    return json.dumps(_description(root), indent=1, ensure_ascii=False) + "\n"


def api_reference(root: Path) -> str:
    """Return the text of docs/reference/api.md with its addresses made anew."""
    page = (root / PAGE).read_text(encoding="utf-8")
    text = "\n".join(_addresses(_description(root)))
    return MADE.sub(lambda _: f"<!-- addresses -->\n{text}\n<!-- end -->", page)


@cache
def _description(root: Path) -> Json:
    """Return the description, made in a process of its own: in each the application loads once, for one workplace."""
    with tempfile.TemporaryDirectory() as nowhere:
        environ = {name: of for name, of in os.environ.items() if not name.startswith(("COMITY_", "DJANGO_"))}
        environ |= {"DJANGO_SETTINGS_MODULE": "comity.web.settings", "COMITY_DATA": nowhere}
        command = [sys.executable, "-m", "tools.api_reference", str(root / STANDING)]
        made = subprocess.run(command, env=environ, cwd=root, capture_output=True, check=True)
    found: Json = json.loads(made.stdout)
    return found


def _described(standing: Path) -> Json:
    import django

    django.setup()
    from comity.web.api.openapi import made
    from comity.web.api.service import api

    return made(api, json.loads(standing.read_text(encoding="utf-8")))


def _addresses(found: Json) -> list[str]:
    """Return a table of addresses for each group, and what each takes and gives."""
    lines = []
    for tag in [of["name"] for of in found["tags"]]:
        lines += ["", f"### {tag}", "", "| Address | What it is | Gives |", "|---|---|---|"]
        for path, of in found["paths"].items():
            lines += [_row(path, way, one) for way, one in of.items() if tag in one["tags"]]
    return [*lines, ""]


def _row(path: str, way: str, one: Json) -> str:
    asked = [of["name"] for of in one["parameters"] if of["in"] == "query"]
    query = f"?{'&'.join(asked)}" if asked else ""
    short = path.removeprefix("/api/v1")
    says = " ".join(one.get("description", "").split())
    return f"| `{way.upper()} {short}{query}` | {one['summary']}. {says} | {_gives(one)} |"


def _gives(one: Json) -> str:
    status, response = next((status, of) for status, of in one["responses"].items() if status.startswith("2"))
    [(media, of)] = response["content"].items()
    name = of["schema"].get("$ref", "").rpartition("/")[2] or media
    return f"`{name}`" if status == "200" else f"{status}, `{name}`"


if __name__ == "__main__":
    print(json.dumps(_described(Path(sys.argv[1]))))
