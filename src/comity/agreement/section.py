"""What a key and a section are, and the keys that several sections share."""

from __future__ import annotations

from comity.agreement import containers as c
from comity.agreement import forms as f
from comity.agreement.form import Form
from comity.kernel.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key: what stands there, whether it must, what it means, and an example of a value."""

    name: str
    form: Form
    says: str
    example: str
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A kind of entry, such as one metric or one step. `says` is what the entry is.

    `either` are sets of keys of which one must be there in full; the builder tells where none is.
    """

    name: str
    says: str
    keys: tuple[Key, ...]
    either: tuple[tuple[str, ...], ...] = ()

    def key(self, name: str) -> Key | None:
        """Return the key of that name."""
        return next((key for key in self.keys if key.name == name), None)


def section(name: str, says: str, *keys: Key, either: tuple[tuple[str, ...], ...] = ()) -> Section:
    """Return a section with its keys."""
    return Section(name=name, says=says, keys=keys, either=either)


def key(name: str, form: Form, says: str, example: str, *, required: bool = False) -> Key:
    """Return a key."""
    return Key(name=name, form=form, says=says, example=example, required=required)


SAYS = key("says", f.PROSE, "Free text, shown word for word, without effect.", "Payable with the next invoice.")
TITLE = key("title", f.PROSE, "The name that people read.", "Orders delivered on time")
SERVES = key("serves", c.references("objective"), "The objectives it serves.", "quality")
PARTY = c.reference("party")
OWED_BY = key("owed by", PARTY, "The party that owes it.", "supplier", required=True)
OWED_TO = key("owed to", PARTY, "The party it is owed to.", "customer", required=True)
PER = key("per", c.references("column"), "The columns that make the scope: one result for each member.", "region")
CARRIES = key(
    "with", c.VALUES, "Values the act must carry, with their types; bound as names in `then`.", "{refused: money > 0}"
)
