"""A draft to be tested before anyone signs: Wren carries for Kite from 2026 on, the facts are of 2024 and 2025.

All of it is invented. Punctuality follows a pattern that is easy to count: in thousands, `NORTH` and `SOUTH` by month.
"""

from __future__ import annotations

from pathlib import Path

AGREEMENT = """
comity: 1
alliance: wren_kite
title: Wren and Kite, carriage
parties: {wren: Wren Carriers Ltd, kite: Kite Stores Ltd}
currency: USD
starts: 2026-01-01
ends: 2028-12-31
settings:
  credit_share: 5%
  least_parcels: {2026-01-01: 1900, 2027-01-01: 2400}
facts:
  deliveries:
    reported by: wren
    every: month
    key: [month, region]
    due: 10 days after period end
    columns: {month: period, region: text, on_time: number >= 0, parcels: number > 0}
  invoices:
    reported by: kite
    every: month
    due: 10 days after period end
    columns: {month: period, amount: money >= 0}
metrics:
  punctual:
    title: Delivered on time
    is: sum(deliveries.on_time) / sum(deliveries.parcels)
    every: month
    per: region
    unit: percent
  parcels: {title: Parcels, is: sum(deliveries.parcels), every: month}
  invoice: {title: Invoice, is: sum(invoices.amount), unit: USD, every: month}
accounts:
  credits:
    title: Service credits
    owed by: wren
    owed to: kite
    settle: next invoice
    caps:
      - {at most: 8% * invoice, every: month}
clauses:
  punctuality:
    title: Punctuality
    owed by: wren
    owed to: kite
    measure: punctual
    every: month
    per: region
    at least: {north: 95%, south: 92%}
    round: 0.1%
    rules:
      credit:
        then: {pay: credit_share * invoice, into: credits}
      repeated:
        when: times(missed, 4) >= 3
        again: when closed
        then:
          may: kite
          do: notice
          within: 20 days
          then: {must: wren, do: recovery plan, within: 30 days}
          else: {declare: reserved}
  volume:
    title: Parcels handed over
    owed by: kite
    owed to: wren
    measure: parcels
    every: month
    at least: least_parcels
    rules:
      short:
        then: {pay: shortfall * USD 2.50}
examples:
  - says: Both regions missed, the month's credits are held to 8 % of the invoice.
    given:
      punctual: {north: {2026-01: 94.9%}, south: {2026-01: 91%}}
      invoice: {2026-01: USD 10k}
    expect: {credits: {2026-01: {accrued: USD 1000, paid: USD 800}}}
"""

NORTH = (960, 955, 940, 930, 920, 958, 961, 949, 950, 970, 965, 940)
"""Of a thousand parcels on time in the north, by month; the second year is the same. Below 950 is missed."""

SOUTH = (930, 925, 915, 921, 935, 940, 910, 900, 905, 950, 930, 920)
"""The same in the south, where below 920 is missed."""

INVOICE = 10_000
MONTHS = [f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)]


def deliveries() -> str:
    """Return the file of deliveries: a thousand parcels a month in each region, 800 in the south in summer."""
    rows = ["month,region,on_time,parcels"]
    for at, month in enumerate(MONTHS):
        rows.append(f"{month},north,{NORTH[at % 12]},1000")
        parcels = 800 if at % 12 in (6, 7) else 1000
        rows.append(f"{month},south,{SOUTH[at % 12] * parcels // 1000},{parcels}")
    return "\n".join(rows) + "\n"


def invoices() -> str:
    """Return the file of invoices, all alike."""
    return "\n".join(["month,amount", *(f"{month},{INVOICE}" for month in MONTHS)]) + "\n"


def write(folder: Path, agreement: str = AGREEMENT) -> Path:
    """Write the draft as an alliance folder, its facts handed in together after the two years."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "agreement.yaml").write_text(agreement, encoding="utf-8")
    for table, party, text in (("deliveries", "wren", deliveries()), ("invoices", "kite", invoices())):
        home = folder / "facts" / table
        home.mkdir(parents=True, exist_ok=True)
        (home / "about.yaml").write_text(
            f"history.csv: {{reported by: {party}, known at: 2026-01-20}}\n", encoding="utf-8"
        )
        (home / "history.csv").write_text(text, encoding="utf-8")
    return folder
