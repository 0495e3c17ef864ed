"""Reporting facts as people do it: with a browser and the keyboard, by day and by night, on a desk and on a phone."""

from __future__ import annotations

import os
import secrets
import select
import socket
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Login, accessible, invited, log_in

pytestmark = pytest.mark.browser


def send(tab: Page, file: Path) -> None:
    """Choose a file, and send it with the keyboard."""
    tab.get_by_label("File, CSV or XLSX").set_input_files(file)
    tab.get_by_role("button", name="Look at it").focus()
    tab.keyboard.press("Enter")


def test_from_what_is_owed_to_the_receipt(tab: Page, browser: Browser, served: Login, tmp_path: Path) -> None:
    """A data owner sees what is late, downloads the template, uploads it wrongly, then rightly, and has a receipt."""
    address = served[0]
    log_in(tab, *invited(browser, served, "data_owner", "lark"))
    tab.goto(f"{address}/alliances/barrier/")
    tab.get_by_role("navigation", name="Workplace").get_by_role("link", name="Facts").click()
    expect(tab.get_by_text("You owe")).to_be_visible()
    accessible(tab)
    tab.get_by_role("link", name="Visits", exact=True).first.click()
    expect(tab.get_by_role("heading", name="Rows as reported")).to_be_visible()
    accessible(tab)
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Template (CSV)").click()
    template = tmp_path / "template.csv"
    download.value.save_as(template)
    lines = template.read_text().splitlines()
    assert lines[0] == "month,n"
    filled = tmp_path / "filled.csv"
    filled.write_text("month,n\n2026-08,many\n")
    send(tab, filled)
    expect(tab.get_by_role("heading", name="filled.csv was not taken")).to_be_visible()
    expect(tab.get_by_role("rowheader", name="row 2, column n")).to_be_visible()
    accessible(tab)
    tab.get_by_role("link", name="Back to the table").click()
    # The three views share a workplace: each reports another number, which counts a day later than the one before.
    filled.write_text(f"month,n\n2026-01,{secrets.randbelow(10**9)}\n")
    send(tab, filled)
    expect(tab.get_by_role("heading", name="What filled.csv would change")).to_be_visible()
    accessible(tab)
    tab.get_by_role("button", name="Store it", exact=True).focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Receipt")).to_be_visible()
    accessible(tab)
    tab.goto(f"{address}/alliances/barrier/facts/prices/")
    expect(tab.get_by_text("The agreement closes this table to you.")).to_be_visible()
    accessible(tab)


def resident(port: int) -> int:
    """Return how many bytes of memory the processes of a server hold, found by its port."""
    found = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if f"--port\0{port}\0".encode() in (place / "cmdline").read_bytes():
                found += int((place / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue  # it has ended
    return found


def test_a_gigabyte_is_refused_and_takes_no_memory(served: Login) -> None:
    """The server answers 413 by the size that is stated, however much is sent after it, and holds none of it."""
    port = int(served[0].rpartition(":")[2])
    before = resident(port)
    assert before > 0
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        head = f"POST /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {2**30}\r\n"
        line.sendall(f"{head}Content-Type: multipart/form-data; boundary=b\r\n\r\n".encode())
        sent, answer = 0, b""
        while sent < 2**30 and not answer:
            try:
                sent += line.send(bytes(2**20))
            except OSError:
                break  # it was told already, and sends no more
            answer = line.recv(4096) if select.select([line], [], [], 0)[0] else b""
        answer = answer or line.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413")
    assert resident(port) - before < 128 * 2**20
