"""What a person is offered: from the first page on, whatever a page links to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urldefrag, urljoin, urlsplit

MOST_OF_A_KIND = 2
FILES = re.compile(r"\.(pdf|ics|json|zip|csv|xlsx|docx|yaml)$|/proof$|/schedule\.|/template\.")
HERE = "http://here"


def walk(opened: Callable[[str], Iterable[str]]) -> Iterator[str]:
    """Open what pages link to from the first one on, a few of each kind. Yields the paths, each after it was opened.

    `opened` opens a path, requires that it is there, and returns the addresses that its links lead to as they are
    written.
    """
    waiting, seen, kinds = ["/"], {"/"}, dict[str, int]()
    while waiting:
        path = waiting.pop(0)
        links = opened(path)
        yield path
        for href in links:
            link = urlsplit(urldefrag(urljoin(f"{HERE}{path}", href))[0])
            if f"{link.scheme}://{link.netloc}" != HERE or link.query or FILES.search(link.path) or link.path in seen:
                continue
            kind = kind_of(link.path)
            if kinds.get(kind, 0) < MOST_OF_A_KIND:
                kinds[kind] = kinds.get(kind, 0) + 1
                seen.add(link.path)
                waiting.append(link.path)


def kind_of(path: str) -> str:
    """Return a path without what it is about: pages of one kind differ in their entry, their number or their day."""
    return re.sub(r"\d[\w.-]*", "N", re.sub(r"(metrics|clauses|facts)/[\w-]+/", r"\1/ONE/", path))
