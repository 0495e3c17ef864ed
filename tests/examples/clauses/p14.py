"""P14: a minimum for each product; after notice, one cure by payment or run-rate by the middle of the next."""

from datetime import date, timedelta
from fractions import Fraction

from tests.examples.clauses.days import end, following, plus, span
from tests.examples.clauses.reckon import UNKNOWN, Case, Example, Found, cents, number, per_cent

TWIN = {"alpha": "USD 20.4m"}


def reckon(example: Example, alpha: str = "USD 20m") -> Found:
    found: Found = {}
    back: dict[str, date] = {}
    for product in example.members("annual_sales"):
        cured_before = False
        for year, sales in sorted(example.figures("annual_sales", product).items()):
            case = Case(found, ("product_minimum", product, year), example.as_of)
            if product == "beta":  # its minimum is not agreed
                case.says(verdict=UNKNOWN, fires=UNKNOWN)
                continue
            short = number(alpha) - sales
            case.says(verdict="missed" if short > 0 else "met", fires=["below_minimum"] if short > 0 else [])
            if short > 0:
                follow = Follow(case, example, product, year, number(alpha), short)
                cured_before |= follow.notice(cured_before, back)
    for product in ("alpha", "beta"):
        since = back.get(product, date.max)
        found[("rights", product)] = lambda on, since=since: "returned" if on > since else "held"
    return found


class Follow:
    """One missed year of a product."""

    def __init__(self, case: Case, example: Example, product: str, year: str, minimum: Fraction, short: Fraction):
        self.case, self.example, self.product, self.year = case, example, product, year
        self.minimum, self.short = minimum, short
        self.about = f"product_minimum {product} {year}"

    def notice(self, cured_before: bool, back: dict[str, date]) -> bool:
        """Thirty days from the report of the fourth quarter; tells whether the year was cured."""
        opened = end(self.year) + timedelta(days=45)
        due = opened + timedelta(days=30)
        act = self.example.take("notice", opened, due, self.about)
        self.case.step("notice", opened, due, act and act.on)
        if act is None:
            self.case.says(**({"status": "reserved"} if due <= self.example.as_of else {}))
            return False
        if cured_before:
            self.case.passed_over("cure")
            self.election(act.on, back)
            return False
        done, lapsed = self.cure(act.on)
        if done:
            self.case.says(status="cured")
        elif lapsed:
            self.election(lapsed, back)
        return bool(done)

    def cure(self, opened: date) -> tuple[date | None, date | None]:
        """By the royalty on the difference, or by four times a quarter that began after the notice."""
        due, owed = plus(end(self.year), months=6), cents(per_cent(10) * self.short)
        payment = self.example.take("pay", opened, due, self.about)
        quarter = following(opened, f"{self.year}-Q1")
        sales = self.example.figures("quarter_sales", self.product)
        known = end(quarter) + timedelta(days=45)
        done = lapsed = None
        if payment and number(payment.values["amount"]) >= owed:
            done = payment.on
        elif span(quarter)[1] <= due and quarter in sales:
            done, lapsed = (known, None) if 4 * sales[quarter] >= self.minimum else (None, known)
        self.case.step("cure", opened, lapsed, done, pay=owed)
        self.case.found[(*self.case.at, "steps", "cure", "due")] = due
        return done, lapsed

    def election(self, opened: date, back: dict[str, date]) -> None:
        due = opened + timedelta(days=60)
        act = self.example.take("choose", opened, due, self.about)
        self.case.step("election", opened, due, act and act.on)
        if act is None:
            self.case.says(**({"status": "reserved"} if due <= self.example.as_of else {}))
        elif act.choose == "take back":
            back[self.product] = act.on
