"""An authority of time stamps on this machine: OpenSSL behind a small web server, with a root of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

_CONFIG = """\
[ tsa ]
default_tsa = here
[ here ]
dir = {folder}
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[ stamping ]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = CA:false
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Where it lies; its root certificate is `root.pem` there. `url` is where it is asked, while it is served."""

    folder: Path
    url: str = ""

    @property
    def root(self) -> bytes:
        """The root certificate (PEM)."""
        return (self.folder / "root.pem").read_bytes()

    def answer(self, question: bytes) -> bytes:
        """Return the time stamp to a question, now."""
        (self.folder / "question.tsq").write_bytes(question)
        _openssl(self.folder, "ts -reply -config tsa.cnf -queryfile question.tsq -out answer.tsr")
        return (self.folder / "answer.tsr").read_bytes()


def made(folder: Path) -> Authority:
    """Make an authority: root, certificate for stamping, and configuration."""
    folder.mkdir()
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    _openssl(folder, f"req -x509 {key} -keyout root.key -out root.pem -days 3650 -subj /CN=Root_of_the_tests")
    _openssl(folder, f"req {key} -keyout tsa.key -out tsa.csr -subj /CN=Stamps_of_the_tests")
    signing = "-CA root.pem -CAkey root.key -CAcreateserial -days 3650 -extfile tsa.cnf -extensions stamping"
    _openssl(folder, f"x509 -req -in tsa.csr {signing} -out tsa.pem")
    return Authority(folder=folder)


def _openssl(folder: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True)


@contextmanager
def serving(authority: Authority, *, garbled: bool = False) -> Iterator[Authority]:
    """Serve an authority on this machine; one that is `garbled` answers with something else."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            answer = b"no stamp" if garbled else authority.answer(question)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Authority(folder=authority.folder, url=f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
