"""Starter sets: for each kind of alliance a whole agreement with comments, to begin a draft from."""

from __future__ import annotations

from importlib.resources import files

KINDS: tuple[str, ...] = (
    "co-marketing",
    "co-development",
    "licensing",
    "supply",
    "joint venture",
    "technology partner",
    "public-private",
)
"""The kinds of alliance, as entries of the catalogue name them under `fits`."""


def kind_named(text: str) -> str | None:
    """Return the kind that somebody means: `Joint-Venture` is the joint venture. None where there is no such kind."""
    return next((kind for kind in KINDS if _plain(kind) == _plain(text)), None)


def starter_set(kind: str) -> str:
    """Return the agreement of a kind as it is written, comments included. KeyError where there is no such kind."""
    if kind not in KINDS:
        raise KeyError(kind)
    return files(__name__).joinpath(f"{_plain(kind)}.yaml").read_text(encoding="utf-8")


def about_kind(kind: str) -> str:
    """Return what a kind of alliance is, in the sentence that its starter set begins with."""
    lines = starter_set(kind).splitlines()[1:]
    told = [line.removeprefix("#").strip() for line in lines[: lines.index("#")]]
    says = " ".join(told).partition(": ")[2]
    return says[:1].upper() + says[1:]


def _plain(text: str) -> str:
    return "-".join(text.lower().replace("-", " ").replace("_", " ").split())
