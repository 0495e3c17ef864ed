"""The JSON Schema: valid, made from the table of keys, and it accepts what the reader accepts."""

from datetime import date
from typing import Any

import jsonschema
import pytest
from ruamel.yaml import YAML

from comity.agreement.compose import compose
from comity.agreement.keys import SECTIONS
from comity.agreement.nodes import Mapping, Node, Scalar
from comity.agreement.schema import schema
from tests.agreement.documents import AGREEMENTS, SMALL

VALIDATOR = jsonschema.Draft202012Validator(schema())


def plain(node: Node) -> Any:
    """Return a document as an editor sees it, texts being texts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node}
    return [plain(item) for item in node.items]


def document(text: str) -> Any:
    root, _ = compose(text.encode(), "agreement.yaml")
    assert root is not None
    return plain(root)


def test_the_schema_is_a_schema() -> None:
    """Draft 2020-12 accepts it."""
    jsonschema.Draft202012Validator.check_schema(schema())


def in_an_editor(value: Any) -> Any:
    """Return a document as an editor's YAML 1.2 loads it: numbers and truths are none of the language's texts."""
    if isinstance(value, dict):
        return {str(key): in_an_editor(below) for key, below in value.items()}
    if isinstance(value, list):
        return [in_an_editor(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("path", AGREEMENTS, ids=lambda path: path.stem)
def test_the_schema_accepts_what_the_reader_accepts(path) -> None:
    """No agreement that is free of errors is marked in an editor, whether that reads texts or numbers."""
    text = path.read_text(encoding="utf-8")
    assert list(VALIDATOR.iter_errors(document(text))) == []
    assert list(VALIDATOR.iter_errors(in_an_editor(YAML(typ="safe", pure=True).load(text)))) == []


@pytest.mark.parametrize(
    "broken",
    [
        SMALL.replace("owed by", "owed_by"),
        SMALL.replace("currency: USD", "currency: dollars"),
        SMALL.replace("    every: month\n    columns", "    every: fortnight\n    columns"),
        SMALL.replace("starts: 2026-01-01\n", ""),
        SMALL.replace("fill_rate: {is", "fill rate: {is"),
    ],
    ids=["unknown key", "currency", "period", "missing key", "name"],
)
def test_the_schema_marks_what_the_reader_refuses(broken: str) -> None:
    """An editor shows mistakes of shape while they are made."""
    assert list(VALIDATOR.iter_errors(document(broken))) != []


def test_every_key_has_a_description() -> None:
    """Whoever completes a key in an editor sees what it means and how it is written."""
    whole = schema()
    for name, section in SECTIONS.items():
        properties = (whole if name == "top" else whole["$defs"][name])["properties"]
        for key in section.keys:
            assert key.says in properties[key.name]["description"]
            assert key.example in properties[key.name]["description"]
