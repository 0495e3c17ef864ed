"""How the record of an alliance is opened: the commands in order, for whoever looks for it before there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comity.web.alliances.pages.ways import FOLDER, command

KEY, FILE = "KEY", "FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A step: what it is, what it comes to, and its commands in order, each with who gives it."""

    what: str
    says: str = ""
    commands: tuple[tuple[str, str], ...]


def steps(parties: Mapping[str, str]) -> tuple[Opening, ...]:
    """Return the steps from no record to one that all parties have signed; `parties` by short name.

    The first party opens the record and keeps it; any other may, so the step says so.
    """
    names = list(parties.items())
    first, others = names[0], names[1:]
    sync = f"comity sync {FOLDER} {FILE}"
    return (
        Opening(
            what="Make the keys",
            says="Each party makes its own; the secret key stays where it is, the public key goes to the other party.",
            commands=tuple((legal, command("key", "new", FOLDER, name)) for name, legal in names),
        ),
        Opening(
            what="Exchange the public keys",
            says="Compare them with what the contract, or the other party itself, says.",
            commands=tuple(
                (legal, command("key", "add", FOLDER, other, KEY))
                for name, legal in names
                for other in parties
                if other != name
            ),
        ),
        Opening(
            what="Open the record",
            says="Whoever signs first keeps the record: its copy puts all entries in order. It may be any party.",
            commands=((first[1], f"comity sign {FOLDER}"), (first[1], sync)),
        ),
        Opening(
            what="Sign what was proposed",
            says="Each takes over what is in the file, signs, and writes the file for the next.",
            commands=tuple((legal, said) for _, legal in others for said in (sync, f"comity sign {FOLDER}", sync)),
        ),
        Opening(what="Take over the signatures", says="Now it is in force.", commands=((first[1], sync),)),
        Opening(
            what="Let this workplace have it",
            says="Put record/trust.yaml of a party into record/ of this alliance’s folder in the workplace. Then:",
            commands=(("Whoever runs the workplace", sync),),
        ),
    )
