"""A claim excuses the month it names; the figure stays, so later means of figures still hold it."""

from fractions import Fraction

from tests.examples.clauses.days import business, day, later
from tests.examples.clauses.reckon import Act, Case, Example, Found, per_cent


def uptime(rows: list[dict[str, str]], month: str, without: Act | None = None) -> Fraction:
    counted = [
        row for row in rows if row["probed_on"].startswith(month) and not (without is not None and covers(without, row))
    ]
    return Fraction(sum(int(row["answered"]) for row in counted), sum(int(row["sent"]) for row in counted))


def covers(claim: Act, row: dict[str, str]) -> bool:
    return claim.values["from"] <= row["probed_on"] <= claim.values["to"] and claim.values["site"] == row["site"]


def reckon(example: Example) -> Found:
    found: Found = {}
    rows = example.rows("probes")
    months = sorted({row["probed_on"][:7] for row in rows})
    claims = {}
    for act in example.acts:
        act.used = act.on <= business(day(act.values["from"]), 5)
        claims[act.about] = act
    counted: dict[str, Fraction] = {}
    for month in months:
        found[("uptime", month)] = uptime(rows, month)
        case = Case(found, ("mean_of_values", month), example.as_of)
        claim = claims.get(" ".join(case.at))
        judge(case, uptime(rows, month), uptime(rows, month, claim), per_cent(90))
        if found[(*case.at, "verdict")] != "excused":
            counted[month] = found[(*case.at, "value")]
        mine = [value for m, value in counted.items() if later(month, -3) < m <= month]
        case.says(mean_of_three=sum(mine, Fraction()) / len(mine))
        three = [later(month, -2), later(month, -1), month]
        if three[0] in months:
            case = Case(found, ("mean_of_figures", month), example.as_of)
            claim = claims.get(" ".join(case.at))
            raw, value = (sum(uptime(rows, m, without) for m in three) / 3 for without in (None, claim))
            judge(case, raw, value, per_cent(97))
    return found


def judge(case: Case, raw: Fraction, value: Fraction, threshold: Fraction) -> None:
    """Compare first what was measured, then what relief leaves of it."""
    if raw >= threshold:
        case.says(raw=raw, value=raw, verdict="met", fires=[])
        return
    missed = value < threshold
    case.says(raw=raw, value=value, verdict="missed" if missed else "excused", fires=["noted"] if missed else [])
