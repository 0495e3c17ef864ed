"""Which characters a document may hold."""

from __future__ import annotations

from comity.agreement.decode import decode

PRINTABLE = (
    (0x9, 0xA), (0xD, 0xD), (0x20, 0x7E), (0x85, 0x85), (0xA0, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF),
)  # fmt: skip
"""What YAML 1.2 calls printable (production 1, c-printable)."""


def test_a_document_may_hold_every_character_that_yaml_allows() -> None:
    """A text of all printable characters, in every plane, is read without a problem."""
    for first, last in PRINTABLE:
        for begin in range(first, last + 1, 0x10000):
            text = "a" + "".join(map(chr, range(begin, min(begin + 0x10000, last + 1))))
            found, problems = decode(text.encode(), "a.yaml")
            assert problems == []
            assert found is not None
            assert len(found) == len(text)


def test_every_other_character_is_a_problem_with_its_place() -> None:
    """Each one that YAML does not allow is told by its number, at the place where it stands."""
    allowed = {code for first, last in PRINTABLE if last < 0x10000 for code in range(first, last + 1)}
    surrogates = range(0xD800, 0xE000)  # no text in UTF-8 can hold one
    others = [code for code in range(1, 0x10000) if code not in allowed and code not in surrogates]
    assert others
    for code in others:
        found, problems = decode(f"a: b\nc: x{chr(code)}y\n".encode(), "a.yaml")
        assert found is None
        assert [(one.code, one.place.line, one.place.column) for one in problems] == [("CMY-103", 2, 5)]
        assert f"U+{code:04X}" in problems[0].why
