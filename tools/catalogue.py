"""Makes `catalogue.json` and `instruments.json` of the catalogue's files, so that no command has to read our YAML."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from comity.agreement.compose import compose
from comity.agreement.nodes import Mapping, Node, Scalar

FOLDER = Path("src/comity/catalogue")
PARTS = {"entry": "entries", "table": "tables"}
"""How a file begins, and the folder in which such files lie."""


def catalogue_data(root: Path) -> str:
    """Return all entries and tables, one JSON object a line, its name first. ValueError where a file cannot be read."""
    folder = root / FOLDER
    return "".join(_line(file, kind) for kind, part in PARTS.items() for file in sorted((folder / part).glob("*.yaml")))


def _line(file: Path, kind: str) -> str:
    found = _file(file)
    return json.dumps({kind: found[kind], **found}, ensure_ascii=False, separators=(",", ":")) + "\n"


def instruments_data(root: Path) -> str:
    """Return the document of all instruments, what they share written out. ValueError where a file cannot be read.

    An instrument is a folder: `about.yaml`, and a file for each dimension that it only names.
    """
    folders = sorted(path for path in (root / FOLDER / "instruments").iterdir() if path.is_dir())
    return json.dumps(shared(list(map(_instrument, folders))), ensure_ascii=False, separators=(",", ":")) + "\n"


def _instrument(folder: Path) -> Any:
    about = _file(folder / "about.yaml")
    if isinstance(about["dimensions"], list):
        about["dimensions"] = {name: _file(folder / f"{name}.yaml") for name in about["dimensions"]}
    return about


def shared(instruments: list[Any]) -> list[Any]:
    """Replace every `same as: NAME VERSION` by what has the same key there; keys beside it add to it or change it.

    KeyError where there is no such thing. What others share shares nothing itself.
    """
    known = {f"{one['instrument']} {one['version']}": one for one in instruments}
    for one in instruments:
        for name, part in one["dimensions"].items():
            base = dict(_base(part, known, _dimension(name)))
            base.pop("vignettes", None)
            questions = {key: _whole(key, question, known) for key, question in part["questions"].items()}
            one["dimensions"][name] = {**base, **part, "questions": questions}
        one["open"] = {key: _whole(key, question, known, "open") for key, question in one.get("open", {}).items()}
    return instruments


def _dimension(name: str) -> Callable[[Any], Any]:
    return lambda other: other["dimensions"][name]


def _whole(key: str, own: Any, known: dict[str, Any], part: str = "") -> Any:
    def found(other: Any) -> Any:
        places = [other["open"]] if part else [one["questions"] for one in other["dimensions"].values()]
        return next((place for place in places if key in place), places[0])[key]

    return joined(_base(own, known, found), own)


def _base(own: Any, known: dict[str, Any], find: Callable[[Any], Any]) -> Any:
    """Return what something says it is the same as, or nothing; the reference itself is taken out."""
    reference = own.pop("same as", None)
    return {} if reference is None else find(known[reference])


def joined(base: Any, own: Any) -> Any:
    """Return two maps in one, key by key, texts of the second in the place of those of the first."""
    if not isinstance(base, dict) or not isinstance(own, dict):
        return own
    both = {**base, **own}
    return {key: joined(base[key], own[key]) if key in base and key in own else both[key] for key in both}


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
