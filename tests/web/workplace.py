"""A small workplace: two alliances, and people of every role in one of them."""

from __future__ import annotations

from pathlib import Path

PRICES = [f"7{n}3{n}91" for n in range(7)]
VISITS = [f"8{n}5{n}17" for n in range(7)]
MONTHS = [f"2026-0{n}" for n in range(1, 8)]

BARRIER = """
comity: 1
alliance: barrier
title: Behind <script>alert(1)</script> the barrier
parties: {fern: Fern Ltd, lark: Lark plc}
currency: USD
starts: 2026-01-01
facts:
  prices: {reported by: fern, every: month, due: 5 days after period end, columns: {month: period, amount: money}}
  visits: {reported by: [fern, lark], every: month, due: 5 days after period end, columns: {month: period, n: number}}
accounts:
  credits: {owed by: fern, owed to: lark, settle: next invoice}
metrics:
  price: {title: Average price, is: sum(prices.amount), unit: USD, every: month, better: higher, target: USD 1}
  reach: {title: Reach, is: sum(visits.n), every: month}
clauses:
  cheap:
    {title: A low price, owed by: fern, owed to: lark, measure: price, every: month, at most: USD 100,
     rules: {credit: {then: {pay: 1% * value, into: credits}}}}
  seen: {title: Visitors, owed by: lark, owed to: fern, measure: reach, every: month, at least: 5}
scorecard:
  money: {weight: 50%, metrics: {price: {floor: USD 1, target: USD 900000}}}
  people: {weight: 50%, metrics: {reach: {floor: 1, target: 900000}}}
governance:
  board: {members: {fern: 1, lark: 1}}
  clean team: {members: {fern: 1}}
visibility:
  prices: {seen by: clean team}
"""

ROLES = ("alliance_manager", "counsel", "executive", "data_owner", "respondent", "auditor")
PASSWORD = "a long enough password"


def write_alliances(data: Path) -> None:
    """Write the folders of two alliances: `barrier`, and `other`, in which none of the people takes part."""
    for name in ("barrier", "other"):
        folder = data / "alliances" / name
        text = BARRIER if name == "barrier" else BARRIER.replace("barrier", "other")
        (folder / "facts").mkdir(parents=True)
        (folder / "agreement.yaml").write_text(text)
        for table, column, values, reporters in (
            ("prices", "amount", PRICES, ("fern",)), ("visits", "n", VISITS, ("fern", "lark")),
        ):  # fmt: skip
            (folder / "facts" / table).mkdir()
            for who in reporters:
                rows = [f"{month},{value},{who},2026-08-01" for month, value in zip(MONTHS, values, strict=True)]
                text = "\n".join([f"month,{column},reported_by,known_at", *rows, ""])
                (folder / "facts" / table / f"{who}.csv").write_text(text)


def write_people() -> None:
    """Enter a person for each role and party of `barrier`, a stranger who is in `other` alone, and an administrator."""
    from comity.web.alliances.models import Alliance, Membership
    from comity.web.people.models import User

    barrier, other = Alliance.objects.get(slug="barrier"), Alliance.objects.get(slug="other")
    for party in ("fern", "lark"):
        for role in ROLES:
            user = User.objects.create_user(f"{role}@{party}.example.org", PASSWORD, name=f"{role} of {party}")
            named = "" if role == "auditor" else party
            Membership.objects.create(user=user, alliance=barrier, party=named, role=role)
    stranger = User.objects.create_user("stranger@example.org", PASSWORD, name="A stranger")
    Membership.objects.create(user=stranger, alliance=other, party="fern", role="alliance_manager")
    User.objects.create_user("admin@example.org", PASSWORD, name="The administrator", is_admin=True)
