"""`comity key`: the keys with which the parties sign."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.cli.signing import Signing, ask, desk_of, recorded, signing
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import in_shell

if TYPE_CHECKING:
    from comity.adapters.desk import Desk
    from comity.record.keys import PublicKey, SecretKey
    from comity.record.verify import Trust


@click.group("key")
def command() -> None:
    """Make, show and revoke the keys with which the parties sign.

    A secret key never leaves this machine: it lies in $COMITY_KEYS (by default ~/.config/comity/keys), readable by its
    owner alone. The public keys of both parties stand in the contract, and in FOLDER/record/trust.yaml. The id
    of a key is the beginning of its SHA-256, by which two people compare keys on the telephone.
    """


@command.command("new")
@options.folder
@click.argument("party")
@click.option("--yes", is_flag=True, help="Record it without asking.")
def new(folder: Path, party: str, yes: bool) -> None:
    """Make a key for PARTY, whose folder this is.

    Before the record is opened it goes into the trust file; afterwards it is enrolled by an entry that the key in use
    signs, and signs from then on itself.
    """
    from comity.adapters.desk import has_record
    from comity.adapters.keyring import add_secret_key
    from comity.agreement.trusted import key_text
    from comity.record.keys import SecretKey

    key = SecretKey.new()
    if has_record(folder):
        path = _enrol(folder, party, key, yes=yes)
    else:
        trust = _trust_or_new(folder)
        _refuse_unknown(folder, party)
        _refuse_other(folder, party)
        _refuse_second(folder, party, trust)
        trust = replace(trust, keys={**trust.keys, party: (*trust.keys.get(party, ()), key.public.data)})
        path = add_secret_key(trust.alliance, party, key)
        _write(folder, trust)
        (folder / "record" / "party").write_text(f"{party}\n", encoding="utf-8")
    click.echo(f"secret key: {path}  (keep a copy of it in a safe place)")
    click.echo(f"public key: {key_text(key.public.data)}")
    click.echo(f"key id: {key.public.key_id}  (what `comity key add` and `comity key list` show of it)")
    if not has_record(folder):
        click.echo(
            f"Send the public key to the other party, which takes it in with `comity key add FOLDER {party} KEY`."
        )


def _enrol(folder: Path, party: str, key: SecretKey, *, yes: bool) -> Path:
    from comity.adapters.keyring import add_secret_key
    from comity.agreement.trusted import key_text
    from comity.record.history import ENROLLED

    desk = desk_of(folder, party)
    data = desk.sign(ENROLLED, {"key": key_text(key.public.data), "may": ["*"]})
    ask([f"{party} enrols a further key, {key.public.key_id}"], yes=yes)
    path = add_secret_key(desk.trust.alliance, party, key)
    recorded(desk, [data])
    return path


@command.command("add")
@options.folder
@click.argument("party")
@click.argument("key")
def add(folder: Path, party: str, key: str) -> None:
    """Take the public KEY of PARTY into the trust file, before the record is opened."""
    from comity.adapters.desk import has_record
    from comity.agreement.trusted import read_key
    from comity.record.refusal import Refusal

    if has_record(folder):
        why = "the record is open: a further key is enrolled by the party it belongs to"
        hint = f"`comity key new FOLDER {party}` in the folder of {party}, then `comity sync`."
        raise Refused(_wrong(folder, why, hint))
    try:
        public = read_key(key)
    except Refusal as refusal:
        raise Refused(
            _wrong(folder, refusal.why, "Ask for the line `public key` that `comity key new` printed.")
        ) from None
    trust = _trust_or_new(folder)
    _refuse_unknown(folder, party)
    _refuse_shared(folder, party, trust, public)
    there = trust.keys.get(party, ())
    if public.data not in there:
        _write(folder, replace(trust, keys={**trust.keys, party: (*there, public.data)}))
    click.echo(f"{folder / 'record' / 'trust.yaml'}: {party} signs with {public.key_id}")
    click.echo("Compare this with what the contract, or the other party itself, says: everything rests on it.")


@command.command("list")
@options.folder
def list_(folder: Path) -> None:
    """Show the keys of all parties, since when and until when each is valid, and which are on this machine."""
    from comity.adapters.desk import has_record, open_desk, trust_of
    from comity.agreement.trusted import key_text
    from comity.record.keys import PublicKey

    if not has_record(folder):
        for party, keys in trust_of(folder).keys.items():
            for key in keys:
                name = PublicKey(key).key_id
                click.echo(f"{party}  {name}  {key_text(key)}  in the trust file; the record is not open yet")
        return
    desk = open_desk(folder)
    own = {one.public.key_id for one in desk.secrets}
    for name, known in desk.store.history().keys.items():
        until = f", revoked by entry {known.until}" if known.until is not None else ""
        here = "  (here)" if name in own else ""
        click.echo(f"{known.party}  {name}  since entry {known.since}{until}{here}")


@command.command("revoke")
@options.folder
@click.argument("key_id")
@click.option("--reason", required=True, help="Why: lost, replaced, somebody left.")
@signing
def revoke(folder: Path, key_id: str, reason: str, sign: Signing) -> None:
    """Revoke an own key: it signs nothing any more; what it signed stays."""
    from comity.record.history import REVOKED

    desk = desk_of(folder, sign.me)
    _refuse_last(desk, key_id)
    data = desk.sign(REVOKED, {"key_id": key_id, "reason": reason}, day=sign.day)
    ask([f"{desk.me} revokes its key {key_id}: {reason}"], yes=sign.yes)
    recorded(desk, [data])


def _refuse_last(desk: Desk, key_id: str) -> None:
    """A party without any key could never sign again, not even for a new one."""
    from comity.record.exchange import with_waiting

    keys = with_waiting(desk.store).keys
    own = [name for name, key in keys.items() if key.party == desk.me and key.until is None]
    if own == [key_id]:
        hint = f"`comity key new {in_shell(desk.folder)} {desk.me}` first."
        raise Refused(
            _wrong(desk.folder, f"this is the only key of {desk.me}; without one it could sign no more", hint)
        )


# -- the trust file -----------------------------------------------------------------------------


def _trust_or_new(folder: Path) -> Trust:
    from comity.adapters.desk import trust_of
    from comity.opening.alliance import open_agreement
    from comity.record.verify import Trust

    if (folder / "record" / "trust.yaml").is_file():
        return trust_of(folder)
    alliance = open_agreement(folder).agreement.versions[0][1].alliance
    return Trust(alliance=alliance, origin=f"comity/{alliance}", keys={})


def _refuse_second(folder: Path, party: str, trust: Trust) -> None:
    """Before the record is opened one key a party is made here; further ones are enrolled, or added by hand."""
    from comity.adapters.keyring import secret_keys
    from comity.agreement.trusted import key_text

    for one in secret_keys(trust.alliance, party):
        if one.public.data in trust.keys.get(party, ()):
            raise Refused(_wrong(folder, f"{party} has a key here: {key_text(one.public.data)}", "Use that one."))


def _refuse_other(folder: Path, party: str) -> None:
    """A folder is one party's: made for another one too, it would sign as that one from then on."""
    from comity.adapters.desk import party_of

    owner = party_of(folder)
    if owner not in (None, "", party):
        hint = f"Make the key of {party} in its own folder, and take its public key in here: `comity key add`."
        raise Refused(_wrong(folder, f"this is the folder of {owner}, not of {party}", hint))


def _refuse_shared(folder: Path, party: str, trust: Trust, public: PublicKey) -> None:
    """One key of two parties would bind neither."""
    other = next((one for one, keys in trust.keys.items() if one != party and public.data in keys), None)
    if other is not None:
        hint = f"Ask {party} for the line `public key` that its own `comity key new` printed."
        raise Refused(_wrong(folder, f"this is the key of {other}, and cannot be that of {party} too", hint))


def _refuse_unknown(folder: Path, party: str) -> None:
    from comity.opening.alliance import open_agreement

    parties = open_agreement(folder).agreement.versions[-1][1].parties
    if party not in parties:
        raise Refused(_wrong(folder, f"the agreement has no party {party}", f"Its parties: {', '.join(parties)}."))


def _write(folder: Path, trust: Trust) -> None:
    from comity.adapters.durable import write_durably
    from comity.agreement.trusted import trust_text

    path = folder / "record" / "trust.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, trust_text(trust).encode())


def _wrong(folder: Path, why: str, hint: str) -> Problem:
    return Problem(code="CMY-903", place=Place(file=str(folder / "record")), why=why, hint=hint)
