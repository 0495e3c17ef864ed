"""Annex A: the worked examples, each with what is given, what was done, its computation and its outcome."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from comity.agreement.model import Example
from comity.agreement.nodes import Mapping, Node, Scalar
from comity.agreement.nodes import listed as items_of
from comity.reports.schedule.english.names import Book, account_term, report_term
from comity.reports.schedule.english.speech import clause_key
from comity.reports.schedule.english.words import capital, day, listed, named, quoted
from comity.reports.schedule.markup import plain, reference
from comity.reports.schedule.model import Block, Item, Paragraph, Section, Table
from comity.reports.schedule.parts.shown import leaves, periods_shown, value_shown
from comity.reports.schedule.parts.worked import computations
from comity.standing.worked.model import Expectation, Outcome, Result


def examples(book: Book, outcomes: Sequence[Outcome] = ()) -> Section | None:
    """Return the annex of worked examples; None where the agreement has none."""
    if not book.terms.examples:
        return None
    found = {outcome.example.place: outcome.expectations for outcome in outcomes}
    blocks = [_example(book, example, found.get(example.place)) for example in book.terms.examples]
    lead = Paragraph(text="These examples are part of the Agreement. They show how its terms are meant to be applied.")
    return Section(title="Worked examples", blocks=(lead, *blocks), annex=True, key="examples")


Found = tuple[Expectation, ...] | None


def _example(book: Book, example: Example, found: Found) -> Item:
    below: list[Block] = []
    given = tuple(_given(book, example.given))
    if given:
        below.append(Table(head=("Given", "For", "Value"), rows=given, widths=(4, 4, 7)))
    below += [Item(text=_act(book, node)) for node in _nodes(example.acts) if isinstance(node, Mapping)]
    if example.as_of is not None:
        below.append(Paragraph(text=f"Looked at as of the end of {day(example.as_of)}."))
    below += [Paragraph(text=f"Computation: {line}") for line in computations(book, example)]
    below.append(_expected(book, example, found))
    return Item(text=plain(example.says), below=tuple(below))


def _nodes(node: object) -> tuple[Node, ...]:
    return items_of(node) if isinstance(node, Node) else ()


# -- what is given ----------------------------------------------------------------------------


def _given(book: Book, node: object) -> Iterator[tuple[str, ...]]:
    for key, below in node if isinstance(node, Mapping) else ():
        what = _what(book, key.text)
        if isinstance(below, Mapping):
            for path, leaf in leaves(below):
                yield what, capital(periods_shown(path, book)), value_shown(leaf.text)
        else:
            for row in items_of(below):
                if isinstance(row, Mapping):
                    cells = [f"{named(k.text)}: {value_shown(v.text)}" for k, v in row if isinstance(v, Scalar)]
                    yield what, "An entry", "; ".join(cells)


def _what(book: Book, name: str) -> str:
    terms = book.terms
    if name in terms.facts:
        return report_term(name)
    if name in terms.accounts:
        return account_term(name)
    if name in terms.clauses:
        return f"{named(name)} ({reference(clause_key(name))})"
    return {"agreement": "The Agreement"}.get(name, named(name))


# -- acts -------------------------------------------------------------------------------------


def _act(book: Book, node: Mapping) -> str:
    on = value_shown(node.text("on") or "")
    who = listed([book.party(item.text) for item in items_of(node.get("by")) if isinstance(item, Scalar)])
    said = f"On {on}, {who}: {quoted(node.text('do') or '')}"
    if node.text("choose"):
        said += f", option {quoted(node.text('choose') or '')}"
    if node.text("relief"):
        said += f", relief {quoted(node.text('relief') or '')}"
    if node.text("about"):
        said += f", about {quoted(node.text('about') or '')}"
    carried = node.get("with")
    if isinstance(carried, Mapping):
        values = [
            f"{listed([named(p) for p in path], ',')}: {value_shown(leaf.text)}" for path, leaf in leaves(carried)
        ]
        said += f", stating {'; '.join(values)}"
    return said + "."


# -- what comes out ---------------------------------------------------------------------------


def _expected(book: Book, example: Example, found: Found) -> Table:
    head = ("Outcome", "For", "What comes out") if found is None else ("Outcome", "For", "What comes out", "Computed")
    widths = (4, 4, 7) if found is None else (4, 4, 6, 3)
    return Table(head=head, rows=tuple(_rows(book, example.expect, found)), widths=widths)


def _rows(book: Book, node: object, found: Found) -> Iterator[tuple[str, ...]]:
    for key, below in node if isinstance(node, Mapping) else ():
        what = _what(book, key.text)
        members = book.terms.clauses[key.text].per if key.text in book.terms.clauses else ()
        for path, words in _entries(below, len(members)):
            said = list(_words(words)) if isinstance(words, Mapping) else []
            text = "; ".join(said) if said else ", ".join(value_shown(leaf.text) for _, leaf in leaves(words))
            row = (what, capital(periods_shown(path, book)), capital(text))
            yield row if found is None else (*row, _computed(words, found))


def _entries(node: Node, members: int, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Yield what is expected of each member and period."""
    if not isinstance(node, Mapping) or len(path) > members:
        yield path, node
        return
    for key, below in node:
        yield from _entries(below, members, (*path, key.text))


def _words(node: Mapping) -> Iterator[str]:
    """Yield what is expected of a period, in words; what concerns one step stands together."""
    for key, below in node:
        if key.text == "steps" and isinstance(below, Mapping):
            for step, facts in below:
                yield f"step {quoted(step.text)} {', '.join(_of_step(facts))}"
        else:
            yield from (_word(key.text, leaf.text) for _, leaf in leaves(below))


def _of_step(node: Node) -> Iterator[str]:
    for path, leaf in leaves(node):
        word = path[-1] if path else ""
        yield leaf.text.replace("_", " ") if word in ("", "state") else f"{word} {value_shown(leaf.text)}"


def _word(word: str, text: str) -> str:
    match word:
        case "verdict":
            return capital(text.replace("_", " "))
        case "fires":
            return f"rule {quoted(named(text))} applies" if text not in _NOT_FIRED else _NOT_FIRED[text]
        case "status":
            return f"declared {quoted(text)}"
    return f"{_CALLED.get(word, named(word))} {value_shown(text)}"


_NOT_FIRED = {"none": "no rule applies", "undetermined": "whether a rule applies is Undetermined"}
_CALLED = {"pay": "payment before caps", "paid": "payable after caps", "value": "Measured Value", "raw": "Raw Value"}


def _computed(words: Node, found: tuple[Expectation, ...]) -> str:
    """Return whether what was expected was found: as expected, what was found instead, or that it is not followed."""
    places = {leaf.place for _, leaf in leaves(words)} | {words.place}
    own = [one for one in found if one.place in places]
    failed = [f"{one.word}: {one.found}" for one in own if one.result is Result.FAILED]
    if failed:
        return f"Differs: {'; '.join(plain(one) for one in failed)}"
    held = [one for one in own if one.result is Result.HELD]
    if not held:
        return "Not computed"
    return "The same" if len(held) == len(own) else "The same, as far as computed"
