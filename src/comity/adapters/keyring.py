"""Secret keys, outside every alliance folder: $COMITY_KEYS/ALLIANCE.PARTY.key, readable by their owner alone.

A file holds one key a line (its seed of 32 bytes in base64), the newest first. What is in the folder can be sent to the
other party as it is; what is here never leaves the machine.
"""

from __future__ import annotations

import os
import stat
from base64 import b64decode, b64encode
from pathlib import Path

from comity.adapters.durable import placed
from comity.kernel.problem import Place, Problem, Refused
from comity.kernel.words import in_shell
from comity.record.keys import SEED_BYTES, SecretKey

VARIABLE = "COMITY_KEYS"
SECRET_MODE = 0o600
NO_KEY = "CMY-903"


def keyring() -> Path:
    """Return the folder of secret keys: $COMITY_KEYS, or ~/.config/comity/keys."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path.home() / ".config" / "comity" / "keys"


def key_file(alliance: str, party: str) -> Path:
    """Return where the secret keys of a party of an alliance are kept."""
    return keyring() / f"{alliance}.{party}.key"


def secret_keys(alliance: str, party: str) -> list[SecretKey]:
    """Return the secret keys of a party on this machine, the newest first. Raises Refused for a file that is unsafe."""
    path = key_file(alliance, party)
    if not path.exists():
        return []
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        hint = f"Let nobody else read it: chmod 600 {in_shell(path)}"
        raise Refused(_problem(path, "others on this machine may read this file of secret keys", hint))
    return [_read(line, path) for line in path.read_text(encoding="ascii").split()]


def _read(line: str, path: Path) -> SecretKey:
    try:
        seed = b64decode(line, validate=True)
    except ValueError:
        seed = b""
    if len(seed) != SEED_BYTES:
        raise Refused(_problem(path, "this is no file of secret keys", "Restore it from your backup."))
    return SecretKey(seed)


def add_secret_key(alliance: str, party: str, key: SecretKey) -> Path:
    """Put a key before those of a party, durable when it returns; the path of the file."""
    path = key_file(alliance, party)
    before = secret_keys(alliance, party)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = [b64encode(one.seed).decode() for one in (key, *before)]
    written = path.with_name(f".{path.name}.new")
    written.unlink(missing_ok=True)
    descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, SECRET_MODE)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write("\n".join(lines) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    placed(written, path)
    return path


def _problem(path: Path, why: str, hint: str) -> Problem:
    return Problem(code=NO_KEY, place=Place(file=str(path)), why=why, hint=hint)
