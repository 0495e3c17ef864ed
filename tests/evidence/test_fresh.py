"""Evidence is verified without the web application, and without an engine or a database until one evaluates."""

import subprocess
import sys

HEAVY = {"django", "duckdb", "pyarrow", "apsw", "psycopg", "rich", "jinja2", "ruamel", "socket", "comity.adapters"}


def loaded(code: str) -> set[str]:
    """Return which heavy modules a fresh process has loaded after some code."""
    asked = f"{code}; import sys; print(*sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_evidence_loads_neither_a_database_nor_the_web() -> None:
    """A fresh process with everything of comity.evidence in it has loaded none of them."""
    modules = "verify pack named files standings times stamps compare text holds".split()
    assert loaded(f"import {', '.join(f'comity.evidence.{name}' for name in modules)}") == set()


def test_verifying_a_pack_loads_them_only_to_evaluate(kits: bytes, tmp_path) -> None:
    """A whole pack is verified with nothing of it loaded; only with an evaluator is the engine there."""
    path = tmp_path / "kits.zip"
    path.write_bytes(kits)
    code = (
        "from comity.evidence.verify import Given, verify_pack; from comity.record.verify import Trust; "
        "from hashlib import sha256; from comity.record.keys import SecretKey; "
        "keys = {name: (SecretKey(sha256(name.encode()).digest()).public.data,) for name in ('fern', 'lark')}; "
        "trust = Trust(alliance='kits', origin='comity/kits', keys=keys); "
        f"report = verify_pack(open({str(path)!r}, 'rb'), Given(trust=trust)); assert report.is_proven, report"
    )
    assert loaded(code) == set()
