"""The files of the catalogue that belong to the program: they lie beside this one, wherever it was loaded from."""

from __future__ import annotations

from typing import Any


def data(name: str) -> bytes:
    """Return the bytes of a file of the catalogue.

    By the loader of this module, as pkgutil.get_data does it: that and importlib.resources load more than all entries
    cost.
    """
    loader: Any = __loader__  # type: ignore[name-defined]
    found: bytes = loader.get_data(__file__.removesuffix("data.py") + name)
    return found
