"""The form of what the API gives and takes. Parts of the standing have the form that its own schema gives them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Field, Schema
from pydantic import WithJsonSchema, create_model

STANDING = "x-standing"
"""Marks where a part of docs/reference/standing.schema.json stands (web.api.openapi puts it there)."""


def part(name: str) -> Any:
    """Return the type of a part of the standing, by its name among the schema's definitions; "" for the whole."""
    return Annotated[Any, WithJsonSchema({STANDING: name})]


def page_of(name: str, item: Any) -> type[Schema]:
    """Return the type of a page of a list."""
    made: type[Schema] = create_model(
        f"{name}Page",
        __base__=Schema,
        items=(list[item], ...),
        count=(int, Field(description="How many there are in all.")),
        limit=(int, ...),
        offset=(int, ...),
    )
    return made


class TokenSeen(Schema):
    """The token that asks."""

    name: str
    owner: str
    scopes: list[str]
    alliances: list[str] | None = Field(description="The alliances it covers; null for all of its owner's.")
    expires: datetime


class AllianceLine(Schema):
    """An alliance in which the owner of the token takes part."""

    alliance: str = Field(description="Its name in addresses.")
    title: str
    parties: dict[str, str] = Field(description="By the party's name in the agreement, its legal name.")
    roles: list[str] = Field(description="The roles of the token's owner there.")
    reads: bool = Field(description="Whether one of the roles opens the standing.")


class Version(Schema):
    """The terms from a day on."""

    since: date
    digest: str = Field(description="SHA-256 of the merged terms in canonical form.")


class AmendmentSeen(Schema):
    """A dated change of the agreement."""

    title: str
    in_force: date
    file: str
    says: str


class Text(Schema):
    """A text as it was signed."""

    file: str
    sha256: str
    text: str


class AgreementSeen(Schema):
    """The agreement: its texts, and which terms held since when."""

    title: str
    currency: str | None
    starts: date
    ends: date | None = Field(description="Null where it depends on something that has not happened.")
    versions: list[Version]
    amendments: list[AmendmentSeen]
    texts: list[Text]


class ColumnSeen(Schema):
    """A column of a table of facts."""

    column: str
    type: str


class TableSeen(Schema):
    """A table of facts, and what is owed of it."""

    table: str
    reported_by: list[str]
    every: str | None = Field(description="The period; null where each row has a day of its own.")
    key: list[str]
    columns: list[ColumnSeen]
    says: str
    owed: list[part("due")]  # type: ignore[valid-type]


class MetricSeen(Schema):
    """A metric of the agreement, with its latest figure for each member."""

    metric: str
    figures: int = Field(description="How many there are.")
    latest: list[part("figure")]  # type: ignore[valid-type]
    targets: list[part("target")] = Field(  # type: ignore[valid-type]
        description="The target of the same periods, where one is agreed."
    )


class ClauseSeen(Schema):
    """A clause of the agreement, with its latest verdict for each member."""

    clause: str
    verdicts: int = Field(description="How many there are.")
    latest: list[part("verdict")]  # type: ignore[valid-type]
    cases: int = Field(description="How many are open.")


class AccountSeen(Schema):
    """An account of the agreement, and what it comes to."""

    account: str
    owed_by: str
    owed_to: str
    balance: Annotated[Any, WithJsonSchema({"anyOf": [{STANDING: "exact"}, {STANDING: "unknown"}, {"type": "null"}]})]


class RecordSeen(Schema):
    """The record of an alliance."""

    entries: int
    final: int = Field(description="How many of them all parties have cosigned.")
    root: str = Field(description="The root of the tree over all entries, hexadecimal.")
    keeper: str


class EntrySeen(Schema):
    """An entry of the record. To a reader who does not see the whole alliance, without its content."""

    position: int
    state: Literal["final", "pending"]
    leaf: str
    entry_id: str
    type: str
    actor: str
    effective_at: date
    claimed_at: datetime
    withheld: bool = Field(description="Whether the content is not for this reader.")
    payload: dict[str, Any] | None = Field(description="What was signed; null where it is withheld.")
    signature: str | None


class Stored(Schema):
    """A file of facts that was taken in, or, as a preview, what it would come to."""

    table: str
    file: str = Field(description="Its name in the table's folder.")
    digest: str = Field(description="SHA-256 of its bytes.")
    rows: int
    new: int = Field(description="Rows that say something for the first time.")
    corrected: int = Field(description="Rows that replace what was said before.")
    unchanged: int
    taken_back: int = Field(description="Rows reported before that it takes back, since it is complete without them.")
    complete: list[str] = Field(description="What it states to be complete and its rows do not show, in words.")
    known_at: date
    counts: bool = Field(description="False while the alliance's record waits for its reporter to sign the file.")
    next_step: str
    problems: list[part("problem")] = Field(description="What deserves a look.")  # type: ignore[valid-type]
