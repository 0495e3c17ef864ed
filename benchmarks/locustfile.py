"""What a person of the load does: looks at pages, now and then a JSON document, rarely hands in a file of facts."""

from __future__ import annotations

import json
import os
import random
import uuid
from itertools import count
from pathlib import Path

from locust import HttpUser, between, task  # installed by benchmarks.load

ALLIANCES, METRICS = 20, 20
PEOPLE = json.loads(Path(os.environ["COMITY_PEOPLE"]).read_text())
NUMBERS, TURNS = count(), count()


class Person(HttpUser):
    """Somebody who takes part in every alliance."""

    wait_time = between(2, 8)

    def on_start(self) -> None:
        """Take the session and the token of the next person."""
        self.me = PEOPLE[next(NUMBERS) % len(PEOPLE)]
        self.client.cookies.set("sessionid", self.me["session"])

    def _alliance(self) -> str:
        return f"/alliances/alliance-{random.randrange(ALLIANCES)}"

    @task(60)
    def overview(self) -> None:
        """The overview of some alliance."""
        self.client.get(f"{self._alliance()}/", name="overview")

    @task(40)
    def portfolio(self) -> None:
        """The portfolio, sorted."""
        self.client.get("/?alliances.sort=-score", name="portfolio")

    @task(60)
    def metric(self) -> None:
        """A metric of some alliance."""
        self.client.get(f"{self._alliance()}/metrics/metric_{random.randrange(METRICS)}/", name="metric")

    @task(30)
    def docket(self) -> None:
        """The docket of some alliance."""
        self.client.get(f"{self._alliance()}/docket/", name="docket")

    @task(20)
    def document(self) -> None:
        """The standing by the API."""
        alliance = self._alliance().rsplit("/", 1)[1]
        bearer = {"Authorization": f"Bearer {self.me['token']}"}
        self.client.get(f"/api/v1/alliances/{alliance}/standing", headers=bearer, name="api standing")

    @task(1)
    def hand_in(self) -> None:
        """A corrected row of some month, of each alliance and month once."""
        turn = next(TURNS)
        alliance, month = f"alliance-{turn % ALLIANCES}", turn // ALLIANCES % 48
        row = [f"{2022 + month // 12}-{month % 12 + 1:02}", *(str(random.randrange(40, 120)) for _ in range(METRICS))]
        body = "\n".join([",".join(["month", *(f"m{n}" for n in range(METRICS))]), ",".join(row), ""])
        head = {
            "Authorization": f"Bearer {self.me['token']}",
            "Content-Type": "text/csv",
            "Idempotency-Key": uuid.uuid4().hex,
        }
        path = f"/api/v1/alliances/{alliance}/tables/work/files?name=correction.csv"
        with self.client.post(path, body, headers=head, name="hand in", catch_response=True) as answer:
            if answer.status_code != 201:
                answer.failure(f"{answer.status_code} {answer.text[:300]}")
                return
            told = answer.json()
            with Path(os.environ["COMITY_WRITTEN"]).open("a") as file:
                file.write(json.dumps({"alliance": alliance, "file": told["file"], "digest": told["digest"]}) + "\n")
