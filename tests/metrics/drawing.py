"""An explanation as lines of text with branches drawn beside them."""

from __future__ import annotations

from collections.abc import Iterator

from comity.kernel.figure import State
from comity.metrics.exhibits import Step

SHORT = 12
"""Digits of a digest that a person compares by eye."""


def drawn(step: Step) -> list[str]:
    """Return the lines of an explanation, widest branch first written."""
    return [line(step), *_below(step, "")]


def _below(step: Step, indent: str) -> Iterator[str]:
    for child in step.children:
        last = child is step.children[-1]
        yield f"{indent}{'└─ ' if last else '├─ '}{line(child)}"
        yield from _below(child, indent + ("   " if last else "│  "))


def line(step: Step) -> str:
    """Return one step in one line: name, value, state and why, more about it, its source."""
    value = f" = {step.value}" if step.value and step.kind != "formula" else ""
    state = f" [{step.state.replace('_', ' ')}]" if step.state and step.state is not State.FINAL else ""
    reason = f" {step.reason}" if step.reason else ""
    text = f"  {step.text}" if step.text else ""
    digest = f"  #{step.digest[:SHORT]}" if step.digest else ""
    return f"{step.label}{value}{state}{reason}{text}{digest}"
