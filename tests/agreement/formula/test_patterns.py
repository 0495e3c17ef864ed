"""The clause patterns that the language is made for: all their formulas are read and found right.

Each agreement states one pattern, without what formulas do not look at (parties, dates, deadlines).
"""

from __future__ import annotations

import pytest

from comity.agreement.formula.everywhere import check_formulas
from comity.agreement.formula.parse import parse, unparse
from tests.agreement.formula.agreements import agreement

FORMULAS = {
    "pool_credit": [
        "sum(levels.good) / sum(levels.total)",
        "sum(invoices.amount)",
        "at_risk * invoice",
        "category_share(category(level)) * metric_share(level) * at_risk * invoice",
    ],
    "point_adjustment": [
        "sum(deliveries.on_time) / sum(deliveries.total)",
        "sum(deliveries.charges)",
        "points_short * rate_per_point * charges",
    ],
    "severity_bands": [
        "sum(checks.passed) / sum(checks.made)",
        "severity(value) * case when running(missed) >= 2 then 2 else 1 end",
    ],
    "points_to_discount": [
        "sum(levels.good) / (sum(levels.total) - sum(levels.planned))",
        "case when level = 'repair' then mean(achieved, 2, 1) else achieved end",
        "case when missed then points_for(level) else 0 end",
        "sum(levels_met.points)",
        "points > 0",
        "discount(points) * charges",
    ],
    "persistent_failure": [
        "missed and class(level) = 'critical'",
        "running(critical_miss) >= 3",
        "class(level) = 'important' and running(missed) >= 2",
        "met and class(level) = 'critical' and times(promote, life) > times(revert, life)",
        "count_if(each_level.critical_miss)",
        "times(missed, 12) >= 6",
    ],
    "every_tenth_failure": [
        "times(missed, 12 months) >= 10",
        "5% * annual_fee",
    ],
    "money_defined_failure": [
        "sum(billing.fees)",
        "sum(billing.credits)",
        "credited / fees",
        "missed and times(missed, 4) >= 2",
    ],
    "rolling_mean": [
        "mean(uptime, 3)",
    ],
    "cap_exhaustion": [
        "monthly_maximum * charges",
        "8% * charges",
        "missed and times(missed, 12) > times_allowed",
        "missed and times(missed, 6) >= 3",
    ],
    "cure_and_probation": [
        "sum(batches.accepted) / sum(batches.delivered)",
        "running(met) >= 3",
    ],
    "earn_back": [
        "sum(orders.on_time) / sum(orders.total)",
        "sum(orders.charges)",
        "4% * charges",
        "month(period_end) not in (11, 12)",
        "mean(value, 3) >= target_level",
        "-paid",
    ],
    "ratchet": [
        "sum(tickets.in_time) / sum(tickets.total)",
        "greatest(expected, least(in_time_year, expected + largest_step * (100% - expected)))",
        "greatest(floor_level, least(in_time_year, floor_level + largest_step * (100% - floor_level)))",
    ],
    "pay_to_keep": [
        "sum(sales.net)",
        "royalty_rate * shortfall",
    ],
    "forward_cure": [
        "4 * quarter_sales >= threshold",
    ],
    "two_stage_minimum": [
        "sum(purchases.amount)",
        "bought_year + refused",
        "total(bought, 6) >= revised_minimum",
    ],
    "graduated_ladder": [
        "sum(orders.filled) / sum(orders.ordered)",
        "times(failure, 12 months) = 1",
        "times(failure, 12 months) >= 2",
        "times(failure, 12 months) = 2",
        "times(failure, 12 months) >= 3",
    ],
    "cure_lost_by_frequency": [
        "times(missed, 13) - 1",
        "missed and earlier <= failures_allowed",
        "points_short * price_of_point",
        "missed and earlier > failures_allowed",
    ],
    "supply_interruption": [
        "max(late_orders.days_late)",
        "sum(late_orders.value)",
        "sum(late_orders.in_stock)",
        "max(late_orders.cover_months)",
        "20% * late_value",
        "days_late > 60 and in_stock = 0 and cover_held >= 4",
        "missed and running(missed) >= 3",
        "1% * late_value",
        "running(missed) > 13",
    ],
    "bundle": [
        "status = 'uncured'",
        "times(uncured, 24 months) >= 3",
    ],
    "step_in": [
        "sum(health.up) / sum(health.checked)",
        "running(missed) > 2",
    ],
    "relief": [
        "sum(orders.filled)",
        "sum(orders.ordered)",
        "filled / ordered",
        "(filled + prevented) / ordered",
        "days_running(event) > 30",
        "days_running(event) >= 90",
    ],
    "true_up_finality": [
        "sum(statements.actual) - sum(statements.estimated)",
    ],
    "audit": [
        "due_sum - paid_sum",
        "abs(due_sum - paid_sum) / due_sum > 5%",
    ],
    "restatement": [
        "royalty_rate * net_sales",
    ],
    "disputed_breach": [
        "kind = 'money'",
        "kind <> 'money'",
    ],
    "escalation": [
        "subject = 'budget'",
        "subject <> 'budget'",
    ],
    "two_way_netting": [
        "sum(cases.shipped) / sum(cases.ordered)",
        "points_short * shortfall_price",
        "value > threshold",
        "points_short * surplus_price",
        "running(missed) >= 3",
    ],
    "nested_caps": [
        "sum(1 + floor(incidents.hours_open / 24) + case when incidents.key_event then 2 else 0 end)",
        "sum(billing.amount)",
        "20% * service_charge",
        "10% * all_charges",
        "total(points, 3, 1)",
        "shortfall * 2% * service_charge",
    ],
    "pain_gain": [
        "sum(outturn.target_cost) - sum(outturn.actual_cost)",
        "sum(site.injuries) / sum(site.hours) * 1000000",
        "value > 0",
        "share * value * gain_factor(score(non_cost))",
        "share * shortfall",
    ],
}

AGREEMENTS = {
    "pool_credit": """
        currency: USD
        settings:
          at_risk: 10%
          category: {uptime: availability, recovery: availability, helpdesk: support}
          category_share: {availability: 50%, support: 100%}
          metric_share: {uptime: 40%, recovery: 60%, helpdesk: 100%}
        facts:
          levels: {every: month, columns: {month: period, level: text, good: number, total: number}}
          invoices: {every: month, columns: {month: period, amount: money}}
        metrics:
          achieved: {is: sum(levels.good) / sum(levels.total), unit: percent, every: month, per: level}
          invoice: {is: sum(invoices.amount), unit: USD, every: month}
        accounts: {credits: {caps: [{at most: at_risk * invoice, every: month}]}}
        clauses:
          service_levels:
            measure: achieved
            every: month
            per: level
            at least: {uptime: 99.5%, recovery: 95%, helpdesk: 90%}
            rules:
              credit:
                then:
                  pay: category_share(category(level)) * metric_share(level) * at_risk * invoice
                  into: credits
    """,
    "points_to_discount": """
        currency: USD
        settings:
          points_for: {uptime: 10, repair: 15, reports: 5}
          discount: {5: 0%, 10: 2%, 15: 4%, 20: 6%, 25: 8%, 30: 10%, else: 0%}
        facts:
          levels:
            every: month
            columns: {month: period, level: text, good: number, total: number, planned: number}
          invoices: {every: month, columns: {month: period, amount: money}}
        metrics:
          achieved:
            is: sum(levels.good) / (sum(levels.total) - sum(levels.planned))
            unit: percent
            every: month
            per: level
          charges: {is: sum(invoices.amount), unit: USD, every: month}
        clauses:
          levels_met:
            measure: case when level = 'repair' then mean(achieved, 2, 1) else achieved end
            every: month
            per: level
            at least: {uptime: 99.5%, repair: 92%, reports: 100%}
            let: {points: case when missed then points_for(level) else 0 end}
          discount_due:
            every: month
            let: {points: sum(levels_met.points)}
            rules: {discount: {when: points > 0, then: {pay: discount(points) * charges}}}
    """,
    "persistent_failure": """
        currency: USD
        settings: {class: {a: critical, b: critical, c: critical, d: critical, e: critical, f: important}}
        facts: {levels: {every: month, columns: {month: period, level: text, good: number, total: number}}}
        metrics: {achieved: {is: sum(levels.good) / sum(levels.total), unit: percent, every: month, per: level}}
        clauses:
          each_level:
            measure: achieved
            every: month
            per: level
            at least: 99%
            let: {critical_miss: missed and class(level) = 'critical'}
            rules:
              three_running: {when: running(critical_miss) >= 3, again: after a clear period}
              promote:
                when: class(level) = 'important' and running(missed) >= 2
                again: each period
                then: {set: {class: critical}}
              revert:
                when: met and class(level) = 'critical' and times(promote, life) > times(revert, life)
                again: never
                then: {set: {class: important}}
          breadth:
            measure: count_if(each_level.critical_miss)
            every: month
            below: 5
            rules: {six_of_twelve: {when: "times(missed, 12) >= 6", again: after a clear period}}
    """,
    "cap_exhaustion": """
        currency: USD
        settings: {times_allowed: 3, monthly_maximum: 12%, services_kept: all}
        facts:
          levels: {every: month, columns: {month: period, level: text, good: number, total: number}}
          invoices: {every: month, columns: {month: period, amount: money}}
        metrics:
          achieved: {is: sum(levels.good) / sum(levels.total), unit: percent, every: month, per: level}
          charges: {is: sum(invoices.amount), unit: USD, every: month}
        accounts: {credits: {caps: [{at most: monthly_maximum * charges, every: month}]}}
        clauses:
          critical_levels:
            measure: achieved
            every: month
            per: level
            at least: 99%
            rules:
              credit: {then: {pay: 8% * charges, into: credits}}
              too_often:
                when: missed and times(missed, 12) > times_allowed
                again: when closed
                then:
                  name: election
                  may: customer
                  choose: {all: {set: {agreement: terminated}}, part: {set: {services_kept: part}}}
          credits_at_maximum:
            every: month
            missed if: credits.cap_reached
            rules:
              exhausted:
                when: missed and times(missed, 6) >= 3
                again: when closed
                then:
                  name: election
                  may: customer
                  choose: {all: {set: {agreement: terminated}}, part: {set: {services_kept: part}}}
    """,
    "earn_back": """
        currency: USD
        settings: {expected: 97%, target_level: 99%}
        facts:
          orders: {every: month, columns: {month: period, on_time: number, total: number, charges: money}}
        metrics:
          on_time: {is: sum(orders.on_time) / sum(orders.total), unit: percent, every: month}
          charges: {is: sum(orders.charges), unit: USD, every: month}
        clauses:
          on_time_orders:
            measure: on_time
            every: month
            at least: expected
            rules:
              credit:
                then:
                  - {pay: 4% * charges, into: credits}
                  - if: month(period_end) not in (11, 12)
                    name: earn back
                    when: mean(value, 3) >= target_level
                    then: {pay: "-paid", into: credits}
    """,
    "ratchet": """
        settings: {expected: 96%, floor_level: 92%, largest_step: 20%}
        facts: {tickets: {every: month, columns: {month: period, in_time: number, total: number}}}
        metrics:
          in_time: {is: sum(tickets.in_time) / sum(tickets.total), unit: percent, every: month}
          in_time_year: {is: sum(tickets.in_time) / sum(tickets.total), unit: percent, every: contract year}
        clauses:
          expected_level: {measure: in_time, every: month, at least: expected}
          floor_met: {measure: in_time, every: month, at least: floor_level}
          improvement:
            every: contract year
            rules:
              rise:
                when: true
                then:
                  set:
                    expected: greatest(expected, least(in_time_year, expected + largest_step * (100% - expected)))
                    floor_level:
                      greatest(floor_level, least(in_time_year, floor_level + largest_step * (100% - floor_level)))
    """,
    "forward_cure": """
        currency: USD
        settings: {minimum: {alpha: USD 20m, beta: unset}, royalty_rate: 10%, rights: {alpha: held, beta: held}}
        facts: {sales: {every: quarter, columns: {quarter: period, product: text, net: money}}}
        metrics:
          quarter_sales: {is: sum(sales.net), unit: USD, every: quarter, per: product}
          annual_sales: {is: sum(sales.net), unit: USD, every: year, per: product}
        clauses:
          product_minimum:
            measure: annual_sales
            every: year
            per: product
            at least: minimum
            rules:
              below_minimum:
                then:
                  may: licensor
                  do: notice
                  then:
                    name: cure
                    again: never
                    may: licensee
                    pay: royalty_rate * shortfall
                    when: 4 * quarter_sales >= threshold
                    else: {name: election, may: licensor, choose: {take back: {set: {rights: returned}}}}
    """,
    "two_stage_minimum": """
        currency: USD
        settings: {minimum: {eu: USD 5m, asia: USD 2m}}
        facts: {purchases: {every: month, columns: {month: period, region: text, amount: money}}}
        metrics:
          bought: {is: sum(purchases.amount), unit: USD, every: month, per: region}
          bought_year: {is: sum(purchases.amount), unit: USD, every: year, per: region}
        clauses:
          minimum_purchases:
            measure: bought_year
            every: year
            per: region
            at least: minimum
            relief:
              regulator: {effect: excuse}
              short_supply: {with: {refused: money}, effect: adjust, measure: bought_year + refused}
            rules:
              below_minimum:
                again: when closed
                then:
                  do: corrective plan
                  with: {revised_minimum: money}
                  then: {name: second stage, when: "total(bought, 6) >= revised_minimum"}
    """,
    "supply_interruption": """
        currency: USD
        settings: {second_source: barred, licence: none}
        facts:
          late_orders:
            every: week
            columns:
              week: period
              order_no: text
              days_late: number
              value: money
              in_stock: number
              cover_months: number
        metrics:
          days_late: {is: max(late_orders.days_late), unit: days, every: week, per: order_no}
          late_value: {is: sum(late_orders.value), unit: USD, every: week, per: order_no}
          in_stock: {is: sum(late_orders.in_stock), unit: units, every: week, per: order_no}
          cover_held: {is: max(late_orders.cover_months), unit: months, every: week, per: order_no}
        accounts: {damages: {caps: [{at most: 20% * late_value, every: life, per: order_no}]}}
        clauses:
          interruption:
            every: week
            per: order_no
            missed if: days_late > 60 and in_stock = 0 and cover_held >= 4
            relief:
              force_majeure: {effect: excuse}
              regulator: {effect: excuse}
              buyer_cause: {effect: excuse}
            rules:
              damages:
                when: missed and running(missed) >= 3
                again: each period
                then: {pay: 1% * late_value, into: damages}
              second_source:
                when: running(missed) > 13
                again: never
                then: [{set: {second_source: allowed, licence: granted}}]
    """,
    "bundle": """
        settings: {exclusive: true, self_supply: barred, forecasts: binding}
        facts: {deliveries: {every: row, columns: {promised_on: date, order_no: text, days_late: number}}}
        clauses:
          on_time_delivery:
            every: row of deliveries
            measure: days_late
            at most: 0
            let: {uncured: status = 'uncured'}
            rules:
              each_miss: {then: {may: buyer, do: notice, then: {do: deliver}}}
              bundle:
                when: times(uncured, 24 months) >= 3
                again: never
                then: [{set: {exclusive: false, self_supply: allowed, forecasts: not binding}}]
    """,
    "relief": """
        facts: {orders: {every: month, columns: {month: period, filled: number, ordered: number}}}
        metrics:
          filled: {is: sum(orders.filled), unit: units, every: month}
          ordered: {is: sum(orders.ordered), unit: units, every: month}
        clauses:
          fill_rate:
            measure: filled / ordered
            every: month
            at least: 95%
            relief:
              buyer_failure:
                with: {prevented: number}
                effect: adjust
                measure: (filled + prevented) / ordered
          first_batch_on_time:
            every: row of milestones
            measure: days_late
            at most: 0
            relief: {late_inputs: {with: {delay: number}, effect: extend}}
          force_majeure:
            every: day
            relief: {event: {effect: excuse}}
            rules:
              meet: {when: days_running(event) > 30, again: after a clear period, then: {do: meet}}
              cancel:
                when: days_running(event) >= 90
                again: after a clear period
                then: {may: buyer, do: cancel, then: {set: {agreement: terminated}}}
    """,
    "audit": """
        currency: USD
        clauses:
          audit:
            every: year
            rules:
              yearly:
                when: true
                then:
                  may: licensor
                  do: audit notice
                  again: once a year
                  then:
                    do: open books
                    then:
                      may: licensor
                      do: audit report
                      with: {due_sum: money, paid_sum: money, cost: money}
                      then:
                        - {name: settle, pay: due_sum - paid_sum}
                        - {if: abs(due_sum - paid_sum) / due_sum > 5%, name: cost of audit, pay: cost}
    """,
    "escalation": """
        facts: {plan_items: {every: row, columns: {raised_on: date, subject: text}}}
        clauses:
          joint_plan: {every: row of plan_items, ladder: committee}
          joint_plan_by_date: {every: row of plan_items, ladder: by_date}
        ladders:
          committee:
            - {level: project managers}
            - {level: convening, do: meet}
            - {level: steering committee}
            - level: baseball arbitration
              if: subject = 'budget'
              with: {award: [offer of lead, offer of partner]}
            - {level: arbitration, if: subject <> 'budget'}
          by_date: [{level: negotiation}, {level: mediation prepared}, {level: mediation}, {level: arbitration}]
    """,
    "nested_caps": """
        currency: USD
        settings: {tolerance: 6}
        facts:
          incidents:
            every: month
            columns: {month: period, service: text, hours_open: number, key_event: yes or no}
          billing: {every: month, columns: {month: period, service: text, amount: money}}
        metrics:
          points:
            is: sum(1 + floor(incidents.hours_open / 24) + case when incidents.key_event then 2 else 0 end)
            every: month
            per: service
          service_charge: {is: sum(billing.amount), unit: USD, every: month, per: service}
          all_charges: {is: sum(billing.amount), unit: USD, every: month}
        accounts:
          deductions:
            caps:
              - {at most: 20% * service_charge, every: month, per: service}
              - {at most: 10% * all_charges, every: month}
        clauses:
          service_points:
            measure: total(points, 3, 1)
            every: month
            per: service
            at most: tolerance
            rules: {deduct: {then: {pay: shortfall * 2% * service_charge, into: deductions}}}
    """,
    "pain_gain": """
        currency: AUD
        settings: {share: 50%, fee: AUD 2.5m, gain_factor: {100: 100%, 80: 90%, 60: 75%, else: 0%}}
        facts:
          outturn: {every: year, columns: {year: period, target_cost: money, actual_cost: money}}
          site: {every: year, columns: {year: period, injuries: number, hours: number}}
        metrics:
          saving:
            is: sum(outturn.target_cost) - sum(outturn.actual_cost)
            unit: AUD
            every: year
            target: AUD 0
          injury_rate: {is: sum(site.injuries) / sum(site.hours) * 1000000, every: year}
        clauses:
          cost_share:
            every: year
            measure: saving
            at least: AUD 0
            rules:
              gain: {when: value > 0, then: {pay: share * value * gain_factor(score(non_cost))}}
              pain: {then: {pay: share * shortfall, at most: fee}}
        scorecard:
          non_cost: {metrics: {injury_rate: {floor: 4, target: 2, stretch: 0}}}
          relationship: {metrics: {survey(team_health.trust): {floor: 2, target: 4}}}
        surveys: {team_health: {every: 6 months, items: {trust: We can rely on what the other side tells us.}}}
    """,
}


@pytest.mark.parametrize("texts", FORMULAS.values(), ids=FORMULAS.keys())
def test_formulas_of_a_pattern_are_read(texts: list[str]) -> None:
    """Each formula is read, and its canonical text is the one a lawyer wrote."""
    for text in texts:
        node, problems = parse(text)
        assert problems == []
        assert node is not None
        assert unparse(node) == text


@pytest.mark.parametrize("text", AGREEMENTS.values(), ids=AGREEMENTS.keys())
def test_formulas_of_a_pattern_fit_together(text: str) -> None:
    """All names are known, all types fit, every window and member is where it belongs."""
    assert check_formulas(agreement(text)) == []
