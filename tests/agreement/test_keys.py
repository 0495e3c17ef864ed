"""The table of keys: every key is used by an agreement that the tests read, and every example of the table is sound."""

import pytest

from comity.agreement.compose import compose
from comity.agreement.entry import read_entry
from comity.agreement.keys import SECTIONS
from comity.agreement.nodes import Mapping, Node
from comity.agreement.notes import Notes
from tests.agreement.documents import AGREEMENTS, AMENDMENTS


@pytest.fixture(scope="module")
def used() -> dict[str, set[str]]:
    """Return the keys of each section that the agreements of the tests write."""
    found: dict[str, set[str]] = {name: set() for name in SECTIONS}

    def entry(name, key, node: Node, notes: Notes):
        if isinstance(node, Mapping):
            found[name].update(node.names)
        return read_entry(name, key, node, notes)

    for path in AGREEMENTS + AMENDMENTS:
        root, _ = compose(path.read_bytes(), path.name)
        assert root is not None
        entry("amendment" if path in AMENDMENTS else "top", None, root, Notes(entry=entry))
    return found


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_occurs_in_an_agreement_of_the_tests(section: str, used: dict[str, set[str]]) -> None:
    """No key of the grammar goes unread by the tests, and none is written that the grammar does not know."""
    assert used[section] == {key.name for key in SECTIONS[section].keys}


KEYS = [(section.name, key) for section in SECTIONS.values() for key in section.keys if "…" not in key.example]


@pytest.mark.parametrize(("section", "key"), KEYS, ids=[f"{section}-{key.name}" for section, key in KEYS])
def test_the_example_of_a_key_is_read_by_its_form(section: str, key) -> None:
    """What the reference shows as an example of a key is in the form of the key."""
    root, problems = compose(f"x: {key.example}".encode(), "example")
    assert isinstance(root, Mapping)
    assert problems == []
    notes = Notes(entry=read_entry)
    key.form.read(root.entries[0][1], notes)
    assert [problem for problem in notes.problems if problem.code not in ("CMY-206", "CMY-202")] == []


def test_keys_of_a_section_are_distinct() -> None:
    """No key stands twice in its section."""
    for section in SECTIONS.values():
        names = [key.name for key in section.keys]
        assert len(names) == len(set(names)), section.name
