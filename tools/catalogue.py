"""Makes `catalogue.json` of the catalogue's files, so that no command has to read a hundred files of YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from comity.agreement.compose import compose
from comity.agreement.nodes import Mapping, Node, Scalar

FOLDER = Path("src/comity/catalogue")


def catalogue_data(root: Path) -> str:
    """Return the document of all entries and tables. ValueError where a file of them cannot be read."""
    folder = root / FOLDER
    found = {part: [_file(file) for file in sorted((folder / part).glob("*.yaml"))] for part in ("entries", "tables")}
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n"


def _file(file: Path) -> Any:
    node, problems = compose(file.read_bytes(), file.name)
    if node is None or problems:
        raise ValueError("\n".join(map(str, problems)))
    return plain(node)


def plain(node: Node) -> Any:
    """Return a tree of texts, lists and maps; folded texts lose their line breaks."""
    if isinstance(node, Scalar):
        return " ".join(node.text.split())
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node}
    return [plain(item) for item in node.items]
