"""An explanation in a terminal: a tree whose long lines wrap beside their branch."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from comity.kernel.figure import State
from comity.metrics.exhibits import Step
from comity.reports.minus import with_minus
from comity.reports.terminal_parts import encodable

SHORT = 8
"""Digits of a digest that people compare by eye."""

HEADINGS = frozenset({"figure", "verdict", "rule", "payment", "step", "cap", "case"})
"""The kinds of steps that others are grouped below; their names are set in bold."""

ARITHMETIC = frozenset({"formula", "adjusted"})
"""The kinds of steps whose text is arithmetic that ends with the value, on a line of its own."""

OUTCOMES = {"met": "green", "missed": "bold dark_orange3", "excused": "steel_blue", "undetermined": "dark_goldenrod"}


def show(step: Step, console: Console) -> None:
    """Print an explanation."""
    with console.capture() as capture:
        console.print(_tree(step))
    text = "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"
    console.file.write(encodable(text, console.encoding))
    console.file.flush()


def _tree(step: Step) -> Tree:
    tree = Tree(_line(step), guide_style="dim")
    _grow(tree, step)
    return tree


def _grow(tree: Tree, step: Step) -> None:
    for child in step.children:
        _grow(tree.add(_line(child)), child)


def _line(step: Step) -> Text:
    """Return one step: its name, its value, its state and reason, and, dimmer, what more there is to say."""
    strong = step.kind in HEADINGS
    line = Text(step.label, "bold" if strong else "")
    if _shows_value(step):
        style = OUTCOMES.get(step.value, "bold") if step.kind == "verdict" else "bold"
        line.append(" = ").append(with_minus(step.value), style)
    line.append_text(_doubt(step))
    if step.text:
        said = with_minus(step.text.removeprefix(", "))
        line.append(f"\n{said}" if step.kind in ARITHMETIC else f"  {said}", _style(step))
    if step.digest:
        line.append(f"  {step.kind} {step.digest[:SHORT]}", "dim")
    return line


def _shows_value(step: Step) -> bool:
    """Say whether the value is to be written: not where the arithmetic that follows ends with it."""
    return bool(step.value) and not (step.kind in ARITHMETIC and (step.text or _only_repeats(step)))


def _only_repeats(step: Step) -> bool:
    """Say whether a formula is the name of the one thing below it, which shows the value."""
    return len(step.children) == 1 or step.kind == "formula"


def _doubt(step: Step) -> Text:
    why = with_minus(step.reason)
    if step.state is not None and step.state is not State.FINAL:
        word = step.state.replace("_", " ")
        known = word if step.value != word else ""
        said = ": ".join(filter(None, (known, why)))
        return Text(f"  {said}" if said else "", "dark_goldenrod")
    return Text(f"  {why}" if why else "", "dark_goldenrod")


def _style(step: Step) -> str:
    return "" if step.kind in ("figure", "verdict") else "dim"
