"""P5: three misses running of a critical level, or five critical levels missed in six months of twelve; promotion."""

from datetime import date

from tests.examples.clauses.days import end, later, span, through
from tests.examples.clauses.reckon import Example, Found, per_cent, run_length

CRITICAL = "abcde"
TWIN = {"at_once": 6}


def reckon(example: Example, at_once: int = 5) -> Found:
    found: Found = {}
    missed = {
        level: {month: value < per_cent(99) for month, value in example.figures("achieved", level).items()}
        for level in example.members("achieved")
    }
    critical_misses: dict[str, int] = {}
    for level, misses in missed.items():
        for month, counts in follow_level(found, level, misses).items():
            critical_misses[month] = critical_misses.get(month, 0) + counts
    if set(missed) == set("abcdef"):  # with a level unknown the breadth is not looked at here
        breadth(found, critical_misses, at_once)
    return found


def follow_level(found: Found, level: str, misses: dict[str, bool]) -> dict[str, bool]:
    """Go through the months of one level; its class changes with the day after a month's last."""
    classes = [(date.min, "critical" if level in CRITICAL else "important")]
    counted: dict[str, bool] = {}
    armed, reverted = True, False
    for month in through(min(misses), max(misses)):
        at = ("each_level", level, month)
        kind = class_on(classes, span(month)[0])
        counted[month] = misses[month] and kind == "critical"
        fires = []
        if run_length(list(counted.values())) >= 3:
            if armed:
                fires.append("three_running")
                found[(*at, "status")] = "persistent failure"
            armed = False
        else:
            armed = True
        if kind == "important" and run_length([misses[m] for m in counted]) >= 2:
            fires.append("promote")
            classes.append((span(later(month))[0], "critical"))
        promoted = len([1 for _, word in classes[1:] if word == "critical"])
        if not misses[month] and kind == "critical" and promoted and not reverted:
            fires.append("revert")
            classes.append((span(later(month))[0], "important"))
            reverted = True
        found |= {(*at, "verdict"): "missed" if misses[month] else "met", (*at, "fires"): fires}
        found[(*at, "critical_miss")] = counted[month]
    found[("class", level)] = lambda on: class_on(classes, on)
    return counted


def class_on(classes: list[tuple[date, str]], on: date) -> str:
    return next(word for since, word in reversed(classes) if since <= on)


def breadth(found: Found, critical_misses: dict[str, int], at_once: int) -> None:
    """Months in which enough critical levels were missed at once; the sixth of twelve is persistent failure."""
    failed: list[str] = []
    armed = True
    for month in sorted(critical_misses, key=end):
        at = ("breadth", month)
        count = critical_misses[month]
        failed += [month] if count >= at_once else []
        of_twelve = len([m for m in failed if m > later(month, -12)])
        fires = ["six_of_twelve"] if of_twelve >= 6 and armed else []
        armed = of_twelve < 6
        found |= {(*at, "value"): count, (*at, "verdict"): "missed" if count >= at_once else "met"}
        found[(*at, "fires")] = fires
        if fires:
            found[(*at, "status")] = "persistent failure"
