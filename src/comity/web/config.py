"""The settings of the workplace, from the environment. A value that cannot be used stops the start, and says why."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from comity.kernel.problem import Place, Problem, Refused

WRONG = "CMY-981"
MOST_RESULTS = 200_000
"""Thirty metrics and twelve clauses of ten products in ten years come to 55,000; half a millisecond each (measured)."""
SECRET_FILE = "secret-key"  # nosec B105  # noqa: S105 - the name of a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a workplace runs with.

    `data` is the folder of everything it keeps. `database` is None for SQLite in that folder, else the address of a
    PostgreSQL database, `postgresql://user:password@host:port/name`. `hosts` are the names under which browsers reach
    it; `secure` says that they do so by https, and `proxies` through how many servers of one's own. `upload_mib` is the
    largest body of a request in MiB. `most_results` is how many figures and verdicts may be computed of one alliance.
    """

    data: Path
    secret_key: str
    hosts: tuple[str, ...]
    secure: bool
    database: str | None = None
    proxies: int = 0
    oidc_name: str = ""
    oidc_issuer: str = ""
    oidc_client: str = ""
    oidc_secret: str = ""
    upload_mib: int = 32
    most_results: int = MOST_RESULTS


def config(environ: Mapping[str, str]) -> Config:
    """Return the settings that an environment gives. Raises Refused with everything that is wrong."""
    problems: list[Problem] = []
    data = Path(environ.get("COMITY_DATA", "workplace")).absolute()
    secure = _truth(environ, "COMITY_SECURE", problems)
    hosts = tuple(filter(None, environ.get("COMITY_HOSTS", "localhost,127.0.0.1,[::1]").replace(" ", "").split(",")))
    if secure and "COMITY_HOSTS" not in environ:
        problems.append(_wrong("COMITY_HOSTS", "is not set", "Name the hosts people use, such as comity.example.org."))
    database = environ.get("COMITY_DATABASE") or None
    if database is not None and not database.startswith(("postgresql://", "postgres://")):
        problems.append(_wrong("COMITY_DATABASE", "is no address of PostgreSQL", "Write postgresql://user@host/name."))
    elif database is not None and not _has_port(database):
        problems.append(
            _wrong("COMITY_DATABASE", "has a port that is no number", "Write postgresql://user@host:5432/name.")
        )
    proxies = environ.get("COMITY_PROXIES", "0")
    if proxies not in tuple("0123456789"):
        problems.append(
            _wrong("COMITY_PROXIES", f"is {proxies!r}", "Write how many servers stand in front, such as 1.")
        )
    upload = environ.get("COMITY_UPLOAD_MIB", "32")
    if not (upload.isascii() and upload.isdigit() and 1 <= len(upload) <= 4 and int(upload) > 0):
        problems.append(_wrong("COMITY_UPLOAD_MIB", f"is {upload!r}", "Write a whole number of MiB, such as 32."))
    results = environ.get("COMITY_MOST_RESULTS", str(MOST_RESULTS))
    if not (results.isascii() and results.isdigit() and 1 <= len(results) <= 9 and int(results) > 0):
        problems.append(_wrong("COMITY_MOST_RESULTS", f"is {results!r}", "Write a whole number, such as 200000."))
    oidc = {part: environ.get(f"COMITY_OIDC_{part.upper()}", "") for part in ("issuer", "client", "secret")}
    if any(oidc.values()) and not all(oidc.values()):
        lacking = ", ".join(f"COMITY_OIDC_{part.upper()}" for part, value in oidc.items() if not value)
        problems.append(_wrong(lacking, "is not set, though single sign-on is asked for", "Set all three, or none."))
    if problems:
        raise Refused(*problems)
    return Config(
        data=data,
        secret_key=environ.get("COMITY_SECRET_KEY") or _kept(data / SECRET_FILE),
        hosts=hosts,
        secure=secure,
        database=database,
        proxies=int(proxies),
        oidc_name=environ.get("COMITY_OIDC_NAME", "Single sign-on"),
        oidc_issuer=oidc["issuer"],
        oidc_client=oidc["client"],
        oidc_secret=oidc["secret"],
        upload_mib=int(upload),
        most_results=int(results),
    )


def _has_port(address: str) -> bool:
    try:
        urlsplit(address).port  # noqa: B018 - it is read to see whether it is a number
    except ValueError:
        return False
    return True


def make_secret(data: Path) -> None:
    """Make the secret that sessions are signed with, once, and keep it in the data folder for its owner alone."""
    file = data / SECRET_FILE
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="utf-8")


def _kept(file: Path) -> str:
    """Return the secret of a file; "" where there is none yet, with which Django answers nobody."""
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def _truth(environ: Mapping[str, str], name: str, problems: list[Problem]) -> bool:
    value = environ.get(name, "no").lower()
    if value not in ("yes", "no"):
        problems.append(_wrong(name, f"is {value!r}", "Write yes or no."))
    return value == "yes"


def _wrong(name: str, why: str, hint: str) -> Problem:
    return Problem(code=WRONG, place=Place(file="environment"), why=f"{name} {why}", hint=hint)
