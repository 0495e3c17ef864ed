"""The icons of states, verdicts and steps as shapes on a sheet of 16 x 16: distinct in black and white at 10 px.

Each is a list of (path, paint): `fill` in the state's colour, `line` as its outline, `hole` in the colour of
the ground (a tick on a disc).
"""

from __future__ import annotations

from comity.reports.charts.shapes import circle, diamond

MARKS: dict[str, tuple[tuple[str, str], ...]] = {
    "met": ((circle(8, 8, 7), "fill"), ("M4.6 8.3l2.4 2.4 4.4-5", "hole")),
    "missed": (("M1.2 2.5h13.6L8 14.5Z", "fill"),),
    "excused": (
        (
            "M3 1.8h10a1.2 1.2 0 0 1 1.2 1.2v10a1.2 1.2 0 0 1-1.2 1.2H3A1.2 1.2 0 0 1 1.8 13V3A1.2 1.2 0 0 1 3 1.8Z",
            "line",
        ),
        ("M6 5v6M10 5v6", "line"),
    ),
    "undetermined": (
        ("M8 1l7 7-7 7-7-7Z", "line"),
        ("M6.3 6.6c0-2.2 3.5-2.2 3.5-.1 0 1.3-1.8 1.4-1.8 2.7M8 11.2v.4", "line"),
    ),
    "not_due": ((circle(8, 8, 6.6), "dashes"), ("M8 4.4V8l2.4 1.6", "line")),
    "final": (("M4 4h8v8H4Z", "fill"),),
    "provisional": ((circle(8, 8, 6.4), "line"), ("M8 1.6a6.4 6.4 0 0 0 0 12.8Z", "fill")),
    "disputed": (("M1.5 3l6 5-6 5Z", "fill"), ("M14 3.8L9 8l5 4.2Z", "line")),
    "missing": (("M2.5 2.5h11v11h-11Z", "dashes"),),
    "differs": ((diamond(8, 8, 6.4), "line"), ("M5.5 6.6h5M5.5 9.4h5M9.6 4.6l-3.2 6.8", "line")),
    "agreed": (("M2.5 5.8h11M2.5 10.2h11", "line"),),
    "known": ((circle(8, 8, 3.6), "fill"),),
    "done": ((circle(8, 8, 5.2), "fill"),),
    "open": ((circle(8, 8, 6.4), "line"), (circle(8, 8, 3), "fill")),
    "tolled": ((circle(8, 8, 6.4), "line"), ("M6.3 5.4v5.2M9.7 5.4v5.2", "line")),
    "lapsed": ((circle(8, 8, 6.4), "line"), ("M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8", "line")),
    "void": ((circle(8, 8, 6.4), "dashes"), ("M4.4 11.6l7.2-7.2", "line")),
    "first": ((circle(8, 8, 5), "fill"),),
    "second": ((diamond(8, 8, 6), "line"),),
    "people": (
        (circle(5.2, 5, 2.8), "line"),
        (circle(11.4, 6, 2.2), "line"),
        ("M1 14c0-6 8.4-6 8.4 0M9.6 13c.4-4 5.4-4 5.4 1", "line"),
    ),
}

STROKE = 1.6
