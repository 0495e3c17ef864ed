"""`comity verify`: everything in an evidence pack, or the proof of one entry, from keys that were known before."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from comity.cli import options
from comity.kernel.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from comity.evidence.pack import Progress
    from comity.evidence.report import Report
    from comity.record.verify import Trust

NO_PACK, NO_AUTHORITY = "CMY-951", "CMY-954"
NO_TRUST = """\
Missing option '--trust': everything is verified from the parties' first public keys, in the trust file.
It is record/trust.yaml in the alliance folder of each party. Let a party give it to you otherwise than with the pack,
and compare its keys with those that the contract names: what came with a pack proves nothing of that pack."""
COLOURS = {"proven": "green", "attested": "yellow", "erased": "cyan", "missing": "red", "corrupt": "red"}
_File = click.Path(path_type=Path)


@click.command("verify")
@click.argument("pack", type=_File, metavar="[PACK]", required=False)
@click.option(
    "--proof", type=_File, metavar="FILE", help="Verify the proof of one entry (`comity log --proof`) instead."
)
@click.option(
    "--trust",
    "trust_file",
    type=_File,
    metavar="KEYS",
    help="The trust file, with the parties' first keys.  [required]",
)
@click.option(
    "--authority", type=_File, metavar="FILE", help="Root certificates (PEM) of authorities whose time stamps count."
)
@options.as_json
def command(
    pack: Path | None, proof: Path | None, trust_file: Path | None, authority: Path | None, as_json: bool
) -> int:  # fmt: skip
    """Verify the evidence in PACK, and evaluate it again; or, with --proof, that one entry stands in the record.

    KEYS is the trust file of the alliance, with the keys that the contract names. Take it from the contract, not from
    whoever made the pack. Each party has it as record/trust.yaml. Nothing is read but these files, and no network is
    needed.

    The exit code is 0 if everything is proven, 1 if anything is missing or not what was signed. What is only attested,
    or was erased, is named and leaves it 0.
    """
    if (pack is None) == (proof is None):
        raise click.UsageError("Name a pack, or a proof with --proof: one of both.")
    if pack is None and authority is not None:
        raise click.UsageError("A proof has no time stamps: --authority is for a pack.")
    if trust_file is None:
        raise click.UsageError(NO_TRUST)
    if proof is not None:
        from comity.cli.proving import verify_proof_in

        return verify_proof_in(proof, _trust(trust_file), trust_file, as_json=as_json)
    assert pack is not None
    return _verify_pack(pack, trust_file, authority, as_json=as_json)


def _verify_pack(pack: Path, trust_file: Path, authority: Path | None, *, as_json: bool) -> int:
    from comity.cli.processes import starting
    from comity.evidence.verify import Given, verify_pack
    from comity.opening.again import Evaluator

    trust, authorities = _trust(trust_file), _authorities(authority)
    if not pack.is_file():
        raise Refused(_problem(NO_PACK, pack, "there is no such pack", "`comity export FOLDER` makes one."))
    with (
        TemporaryDirectory(prefix="comity-") as folder,
        pack.open("rb") as archive,
        telling() as progress,
        starting() as processes,
    ):
        given = Given(
            trust=trust, authorities=authorities, evaluate=Evaluator(Path(folder)), progress=progress,
            processes=processes, now=datetime.now(UTC),
        )  # fmt: skip
        report = verify_pack(archive, given)
    if as_json:
        click.echo(json.dumps(report.data(), indent=2, ensure_ascii=False))
    else:
        show(report, pack, trust_file)
    return 0 if report.is_proven else 1


def show(report: Report, pack: Path, trust_file: Path) -> None:
    """Print a report as a terminal shows it best."""
    from comity.evidence.text import WIDTH, comes_to, lines, verdict

    width = min(shutil.get_terminal_size((100, 24)).columns, 110)
    head = "\n".join(textwrap.wrap(verdict(report, str(trust_file)), width, break_on_hyphens=False))
    click.secho(head, bold=True, fg="green" if report.is_proven else "red")
    click.echo(f"{pack} · SHA-256 {_digest(pack)}")
    click.echo(f"from the keys in {trust_file} · comity {_version()}\n")
    for line in comes_to(report):
        indent = "    " if line.text.startswith(" ") else ""
        click.echo("\n".join(textwrap.wrap(line.text, width, subsequent_indent=indent)))
    if report.comes_to:
        click.echo()
    for line in lines(report):
        if line.found is None:
            click.echo("\n".join(textwrap.wrap(line.text, width, subsequent_indent=" " * (WIDTH + 2))))
            continue
        word = click.style(f"{line.found.value:<{WIDTH}}", fg=COLOURS[line.found.value])
        first, *rest = textwrap.wrap(line.text, width - WIDTH - 2)
        click.echo(f"{word}  {first}")
        for text in rest:
            click.echo(f"{'':<{WIDTH}}  {text}")


@contextmanager
def telling() -> Iterator[Progress]:
    """Say on stderr how far long work is, if somebody is looking at a terminal."""
    import sys

    if not sys.stderr.isatty():
        yield lambda what, done: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Opening the pack …") as status:
        yield lambda what, done: status.update(f"{what} … {done:,}" if done else f"{what} …")


def _trust(path: Path) -> Trust:
    from comity.agreement.trusted import read_trust

    if not path.is_file():
        hint = "It is record/trust.yaml of an alliance folder; the contract names the keys in it."
        raise Refused(_problem("CMY-902", path, "there is no such trust file", hint))
    trust, problems = read_trust(path.read_bytes(), str(path))
    if trust is None:
        raise Refused(*problems)
    return trust


def _authorities(path: Path | None) -> tuple[Certificate, ...]:
    from comity.evidence.stamps import read_authorities
    from comity.record.refusal import Refusal

    if path is None:
        return ()
    try:
        return read_authorities(path.read_bytes())
    except Refusal as refusal:
        hint = "Give the root certificates of the authority in one file, as it publishes them (PEM)."
        raise Refused(_problem(NO_AUTHORITY, path, refusal.why, hint)) from refusal


def _digest(path: Path) -> str:
    import hashlib

    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _version() -> str:
    from comity import __version__

    return __version__


def _problem(code: str, path: Path, why: str, hint: str) -> Problem:
    return Problem(code=code, place=Place(file=str(path)), why=why, hint=hint)
