"""`comity sign`: the agreement of a folder is proposed and signed, or what the other party proposed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.agreeing import (
    coming,
    has_agreement,
    is_same,
    listed,
    proposed,
    read_texts,
    refuse_errors,
    taken_out,
    tell_outlook,
    texts_in,
    texts_of,
)
from comity.cli.following import followed
from comity.cli.signing import Signing, ask, desk_of, recorded, refused, signing
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import and_list, in_shell

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.agreement.model import Terms
    from comity.record.documents import Proposal
    from comity.record.verify import Trust


@click.command("sign")
@options.folder
@click.option("--without", metavar="PATH", multiple=True, help="Take out this amendment, which is in force.")
@signing
def command(folder: Path, without: tuple[str, ...], sign: Signing) -> None:
    """Sign the agreement in FOLDER.

    Where there is no record yet, one is opened with the keys of the trust file, and you keep it: your copy puts the
    entries of both parties in their order. Then the agreement and its amendments are proposed as they stand in the
    folder, and signed by you. In force is what every party has signed.

    Where the other party has proposed something, that is signed, and then written into the folder; a file with changes
    that nobody proposed stays. At a terminal you are asked before the folder is changed; with --yes, or where nobody
    can be asked, it is changed at once. Otherwise the agreement as it stands in the folder is proposed, if it is
    another one than that in force. An amendment that is not in the folder would be taken out by it: that is refused,
    and the amendment is written there in the same way. To take it out, name it with --without, as
    `amendments/2026-06-01-price.yaml`, whether it is in the folder or not.
    """
    from comity.adapters.desk import has_record

    if not has_record(folder):
        _open(folder, sign)
        return
    desk = desk_of(folder, sign.me)
    found = desk.documents()
    # An earlier one has a later one in its place: who proposed that would not sign the other unawares.
    theirs = [one for one in found.open_proposals()[-1:] if desk.me not in one.signed]
    if theirs:
        _sign(desk, theirs[0], sign)
    elif has_agreement(folder):
        _propose_as_it_stands(desk, without, sign)
    else:
        raise refused(desk, "there is nothing to sign", "The other party has proposed nothing.")


def _open(folder: Path, sign: Signing) -> None:
    from comity.adapters.desk import open_desk, party_of, trust_of

    texts = texts_in(folder)
    refuse_errors(folder, texts, sign.day)
    agreement = read_texts(texts)
    trust, party = trust_of(folder), sign.me or party_of(folder) or ""
    _refuse_trust(folder, trust, agreement.versions[-1][1])
    if party not in trust.keys:
        place = Place(file=str(folder / "record" / "party"))
        why = f"there is no party {party}" if party else "nobody said whose copy of the record this is"
        hint = f"Name the party that signs: --as {' or '.join(trust.keys)}."
        raise Refused(Problem(code="CMY-903", place=place, why=why, hint=hint))
    lines = [f"{party} opens the record of {trust.alliance} and keeps it, then proposes and signs:"]
    ask([*lines, *listed(agreement, texts)], yes=sign.yes)
    desk = open_desk(folder, me=party, new=True)
    try:
        desk.key()
        recorded(desk, [desk.opening(sign.day)])
    except Refused:
        desk.discard()
        raise
    recorded(desk, proposed(desk, texts, sign.day))
    tell_outlook(desk, [])


def _refuse_trust(folder: Path, trust: Trust, terms: Terms) -> None:
    """Raise Refused where the trust file is of another alliance, or has no key of a party: it is as it is for good."""
    place = Place(file=str(folder / "record" / "trust.yaml"))
    if trust.alliance != terms.alliance:
        why = f"the keys were made for the alliance {trust.alliance}, and the agreement is that of {terms.alliance}"
        hint = f"Either write `alliance: {trust.alliance}` in the agreement, or take this file away and make new keys."
        raise Refused(Problem(code="CMY-902", place=place, why=why, hint=hint))
    missing = [one for one in terms.parties if not trust.keys.get(one)]
    if missing:
        why = f"the trust file holds no key of {' and '.join(missing)}"
        hint = f"`comity key add {in_shell(folder)} {missing[0]} KEY`, with the key as the contract names it."
        raise Refused(Problem(code="CMY-902", place=place, why=why, hint=hint))


def _sign(desk: Desk, proposal: Proposal, sign: Signing) -> None:
    from comity.record.documents import SIGNED

    texts = texts_of(desk, proposal)
    agreement = read_texts(texts)
    lines = [f"{desk.me} signs what {proposal.origin.actor} proposed with entry {proposal.origin.position}:"]
    lines += listed(agreement, texts)
    if has_agreement(desk.folder) and not is_same(texts, texts_in(desk.folder)):
        lines.append(f"  This is not the text in {desk.folder}. The files are in {desk.blobs.folder}, by their digest:")
        lines += [f"    {file.path}  {file.digest}" for file in proposal.files]
    if agreement.versions[-1][1].digest != proposal.digest:
        raise refused(desk, "the digest of the proposal is not that of its files", "Ask for a new proposal.")
    days = coming(desk, agreement, texts, sign.day)
    ask([*lines, *_out_lines(taken_out(desk, texts))], yes=sign.yes)
    recorded(desk, [desk.sign(SIGNED, {"digest": proposal.digest}, day=sign.day, refs=[proposal.origin.leaf])])
    followed(desk, texts, yes=sign.yes)
    tell_outlook(desk, days)


def _propose_as_it_stands(desk: Desk, without: tuple[str, ...], sign: Signing) -> None:
    texts, now = [one for one in texts_in(desk.folder) if one[0] not in without], desk.documents()
    current = now.open_proposals()[-1:] or tuple(filter(None, [now.agreement_on()]))
    if current and is_same(texts, texts_of(desk, current[0])):
        who = [party for party in now.parties if party not in current[0].signed]
        why = f"it is signed by {desk.me}, and awaits {' and '.join(who)}" if who else "it is signed by all"
        takes = f"`comity sync {in_shell(desk.folder)} FILE` takes it to the other party."
        raise refused(desk, why, takes if who else "")
    out = taken_out(desk, texts)
    _refuse_unawares(desk, out, without, sign)
    refuse_errors(desk.folder, texts, sign.day)
    agreement = read_texts(texts)
    days = coming(desk, agreement, texts, sign.day)
    lines = [f"{desk.me} proposes and signs, in place of what is in force:", *listed(agreement, texts)]
    ask([*lines, *_out_lines(out)], yes=sign.yes)
    recorded(desk, proposed(desk, texts, sign.day))
    followed(desk, texts, yes=sign.yes)
    tell_outlook(desk, days)


def _refuse_unawares(desk: Desk, out: dict[str, str], without: tuple[str, ...], sign: Signing) -> None:
    """Raise Refused where an amendment would be taken out that nobody named, or one is named that would not be."""
    for path in without:
        if path not in out:
            why = f"{path} would not be taken out"
            raise refused(desk, why, f"What would: {', '.join(out)}." if out else "Sign without --without.")
    left = [path for path in out if path not in without]
    if not left:
        return
    found, folder = desk.documents(), in_shell(desk.folder)
    last = next(iter((*found.open_proposals()[-1:], *filter(None, [found.agreement_on()]))))
    if followed(desk, texts_of(desk, last), yes=sign.yes):
        why = f"this would have taken out {and_list(left)}; what was signed was written there instead"
        raise refused(desk, why, f"Look at it, and run `comity sign {folder}` again where it is to be changed.")
    kept = {file.path: desk.blobs.folder / file.digest for one in found.proposals for file in one.files}
    copies = ", ".join(f"{kept[path]} to {desk.folder / path}" for path in left)
    hint = f"To keep it, copy {copies}. To take it out: `--without {left[0]}`."
    raise refused(desk, f"this would take out {and_list(left)}", hint)


def _out_lines(out: dict[str, str]) -> list[str]:
    return [f"  takes out {path}, in force from {day}" for path, day in out.items()]
