"""One agreement that uses most mechanics together, and the numbers for it. Heron supplies Ibis, all of it invented."""

from __future__ import annotations

HARBOUR = """
comity: 1
alliance: harbour
title: Harbour supply
parties: {heron: Heron Supplies, ibis: Ibis Foods}
calendar: {business days: [GB], holidays: [2026-04-08], roll: next}
currency: USD
starts: 2026-01-01
settings:
  credit_rate: {2026-01-01: 2%, 2026-07-01: 3%}
facts:
  orders:
    reported by: ibis
    every: month
    due: 10 days after period end
    columns: {month: period, filled: number >= 0, ordered: number > 0}
  charges:
    reported by: heron
    every: month
    due: 10 days after period end
    restate: 1 year after period end
    columns: {month: period, amount: money}
metrics:
  filled: {is: sum(orders.filled), every: month}
  ordered: {is: sum(orders.ordered), every: month}
  charge: {is: sum(charges.amount), unit: USD, every: month}
accounts:
  credits:
    owed by: heron
    owed to: ibis
    settle: every quarter
    caps:
      - {at most: 5% * charge, every: month}
      - {at most: USD 5000, every: 3 months}
clauses:
  supply:
    title: Share of orders filled
    owed by: heron
    owed to: ibis
    measure: filled / ordered
    every: month
    at least: {2026-01-01: 95%, 2026-04-01: 96%}
    round: 0.1%
    ladder: standard
    let:
      points: case when missed then points_short else 0 end
    relief:
      storm:
        effect: adjust
        measure: (filled + lost) / ordered
        with: {lost: number}
        within: 5 business days after event
        evidence: report of the harbour
    rules:
      credit:
        then: {pay: points_short * credit_rate * charge, at most: USD 2500, into: credits}
      repeated:
        when: times(missed, 3) >= 2
        again: after a clear period
        then:
          may: ibis
          do: notice
          within: 3 business days
          then:
            name: cure
            must: heron
            do: recovery plan
            within: 10 business days after notice
            then: {declare: cured}
            else: {set: {credit_rate: 4%}}
          else: {declare: reserved}
ladders:
  standard:
    - {level: managers, within: 10 days after dispute}
    - {level: arbitration}
examples:
  - says: Missed in January and March; March is cut by the cap of three months, and Ibis gives notice before Easter.
    given:
      filled: {2026-01: 9290, 2026-02: 9600, 2026-03: 9312, 2026-04: 9700}
      ordered: {2026-01..2026-04: 10000}
      charge: {2026-01..2026-04: USD 70k}
    acts:
      - {on: 2026-04-14, by: ibis, do: notice, says: By courier.}
      - {on: 2026-04-16, by: heron, do: dispute, about: supply 2026-03}
      - {on: 2026-05-06, by: arbitration, do: decide, about: supply 2026-03, with: {outcome: dismissed}}
      - {on: 2026-05-12, by: heron, do: recovery plan}
    as of: 2026-06-30
    expect: {supply: {2026-03: {verdict: missed}}}
  - says: A storm is claimed in time for January, too late for February; January is met with the lost orders.
    given:
      filled: {2026-01: 9450, 2026-02: 9300}
      ordered: {2026-01..2026-02: 10000}
      charge: {2026-01..2026-02: USD 30k}
    acts:
      - on: 2026-01-09
        by: heron
        do: claim
        relief: storm
        about: supply 2026-01
        with: {from: 2026-01-02, to: 2026-01-05, lost: 80}
      - on: 2026-02-12
        by: heron
        do: claim
        relief: storm
        about: supply 2026-02
        with: {from: 2026-02-03, to: 2026-02-04, lost: 200}
    as of: 2026-03-20
    expect: {supply: {2026-01: {verdict: excused}, 2026-02: {verdict: missed}}}
  - says: The charge of January is restated in May, and what the miss costs with it.
    given: {filled: {2026-01: 9400}, ordered: {2026-01: 10000}, charge: {2026-01: USD 30k}}
    acts:
      - {on: 2026-05-20, by: heron, do: restate, with: {charge: {2026-01: USD 33333.33}}}
    as of: 2026-06-30
    expect: {supply: {2026-01: {verdict: missed}}}
  - says: A third of the orders is no number that ends; rounded it is 33.3%.
    given: {filled: {2026-05: 1}, ordered: {2026-05: 3}, charge: {2026-05: USD 30k}}
    as of: 2026-06-30
    expect: {supply: {2026-05: {value: 33.3%}}}
  - says: What January costs is paid in two parts, of which Ibis has confirmed the first.
    given: {filled: {2026-01: 9400}, ordered: {2026-01: 10000}, charge: {2026-01: USD 30k}}
    acts:
      - {on: 2026-04-05, by: heron, do: pay, about: credits 2026-Q1, with: {amount: USD 400, reference: first half}}
      - {on: 2026-04-07, by: ibis, do: accept, about: credits 2026-Q1}
      - {on: 2026-04-09, by: heron, do: pay, about: credits, with: {amount: USD 100}}
    as of: 2026-06-30
    expect: {credits: {2026-Q1: {paid: USD 600, unpaid: USD 100}}}
"""
