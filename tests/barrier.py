"""An alliance whose prices and visits are numbers that nothing else contains, so that they are found anywhere."""

MONTHS = [f"2026-0{n}" for n in range(1, 8)]
PRICES = [f"7{n}3{n}91" for n in range(7)]
VISITS = [f"8{n}5{n}17" for n in range(7)]

TEXT = """
comity: 1
alliance: barrier
title: Behind the barrier
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
  yearly: {title: Price of a year, is: sum(prices.amount), unit: USD, every: year}
  rise: {title: Rise of the price, is: price - previous(price), unit: USD, every: month}
  reach: {title: Reach, is: sum(visits.n), every: month}
clauses:
  cheap:
    title: A low price
    owed by: fern
    owed to: lark
    measure: price
    every: month
    at most: USD 100
    rules: {credit: {then: {pay: 1% * value, into: credits}}}
  seen: {title: Visitors, owed by: lark, owed to: fern, measure: reach, every: month, at least: 5}
scorecard:
  money: {weight: 50%, metrics: {price: {floor: USD 1, target: USD 900000}}}
  people: {weight: 50%, metrics: {reach: {floor: 1, target: 900000}}}
governance:
  board: {members: {fern: 1, lark: 1}}
  clean team: {members: {fern: 1}}
"""
