"""An explanation in a terminal: a tree whose long lines wrap beside their branch."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from comity.kernel.figure import State
from comity.metrics.exhibits import Step

SHORT = 8
"""Digits of a digest that people compare by eye."""


def show(step: Step, console: Console) -> None:
    """Print an explanation."""
    with console.capture() as capture:
        console.print(_tree(step))
    console.file.write("\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n")
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
    strong = step.kind == "figure"
    line = Text(step.label, "bold" if strong else "")
    if step.value and step.kind != "formula":
        line.append(" = ").append(step.value, "bold")
    if step.state is not None and step.state is not State.FINAL:
        said = f"{step.state.replace('_', ' ')}: {step.reason}" if step.reason else step.state.replace("_", " ")
        line.append(f"  {said}", "dark_goldenrod")
    if step.text:
        said = step.text.removeprefix(", ")
        line.append(f"\n{said}" if step.kind == "formula" else f"  {said}", "" if strong else "dim")
    if step.digest:
        line.append(f"  {step.kind} {step.digest[:SHORT]}", "dim")
    return line
