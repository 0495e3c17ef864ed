"""The lexical forms of the language (section 1): from text to values.

Each function takes the text as written and returns its value, or raises ValueError with a plain reason
that can be shown to the author.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from comity.kernel import exact
from comity.kernel.deadline import Deadline, Duration
from comity.kernel.period import Grain

UNITS = ("day", "business day", "week", "month", "year", "period")
ANCHORS = ("period start", "period end", "report", "event", "dispute", "day", "meeting", "starts", "ends")
"""The anchors that every deadline may use; others are columns, milestones, acts and steps."""

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SCALES = {"k": Decimal(1_000), "m": Decimal(1_000_000), "bn": Decimal(1_000_000_000)}
"""What a letter after an amount multiplies it with."""

CURRENCIES = frozenset(
    (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE"
        " CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF"
        " GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR"
        " LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN"
        " PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS"
        " TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XCD XCG XDR"
        " XOF XPD XPF XPT XSU XUA YER ZAR ZMW ZWG"
        " ANG BGN BYR CUC HRK LTL MRO SLL STD VEF ZWL"
    ).split()
)
"""The codes of ISO 4217; the last line are codes retired since 2015, which older facts still use."""

_LONGEST = 40
_MOST = 100_000
_HUNDREDTH = Decimal("0.01")
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"(?P<before>.*[0-9]),(?P<after>[0-9]+(k|m|bn|%)?)")
_CURRENCY = re.compile(r"[A-Z]{3}")
_MONEY = re.compile(r"(?P<currency>[A-Z]{3}) (?P<amount>[^ ]*?)(?P<scale>k|m|bn)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_IN_WORDS = (  # compiled when it is needed: few write one, and everything loads this
    r"((?P<day>[0-9]{1,2})(st|nd|rd|th|\.)? )?(?P<month>[A-Za-z]{3,9})\.?(?(day)| (?P<late>[0-9]{1,2})(st|nd|rd|th)?),?"
    r" (?P<year>[0-9]{4})"
)
_DURATION = re.compile(r"(?P<count>[0-9]+) (?P<unit>[a-z]+( [a-z]+)?)")
_DAY_OF_YEAR = re.compile(r"(?P<day>[0-9]{1,2}) (?P<month>[A-Z][a-z]+)")
_RELATIVE = re.compile(r"(?P<duration>[0-9]+ .+?) (?P<kind>after|before)( (?P<anchor>.+))?")
_OF_SEVERAL = re.compile(r"(?P<kind>later|earlier) of (?P<among>.+)")
_ANCHOR = re.compile(r"[A-Za-z_][A-Za-z0-9_ .-]*")


def is_name(text: str) -> bool:
    """Say whether a text is a name a formula can mention: lower case letters, digits, underscore."""
    return _NAME.fullmatch(text) is not None


def is_currency(text: str) -> bool:
    """Say whether a text is the code of a currency in ISO 4217."""
    return text in CURRENCIES


def currency(text: str) -> str:
    """Read `USD`: the code of a currency in ISO 4217."""
    if text in CURRENCIES:
        return text
    if _CURRENCY.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no currency; currencies are written USD or EUR")
    swapped = next((code for code in sorted(CURRENCIES) if sorted(code) == sorted(text)), "")
    raise ValueError(f"{text} is no currency of ISO 4217{f'; did you mean {swapped}?' if swapped else ''}")


def number(text: str) -> Decimal:
    """Read `12`, `-0.5`."""
    if len(text) > _LONGEST:
        raise ValueError(f"a number of {len(text)} characters is too long; at most {_LONGEST} are read")
    if _NUMBER.fullmatch(text) is None:
        hint = "; write it without commas" if _GROUPED.fullmatch(text) else _with_a_point(text)
        raise ValueError(f"{text!r} is no number; numbers are written 12 or -0.5{hint}")
    return Decimal(text)


def percentage(text: str) -> Decimal:
    """Read `97%` as 0.97."""
    if not text.endswith("%"):
        raise ValueError(f"{text!r} is no percentage; percentages are written 97% or 0.5%")
    try:
        written = number(text[:-1])
    except ValueError:
        meant = _with_a_point(text) or "; the sign follows the number directly: 97%, 0.5%"
        raise ValueError(f"{text!r} is no percentage{meant}") from None
    return _decimal(written, _HUNDREDTH)


def _with_a_point(text: str) -> str:
    """Return a hint for a number with a decimal comma: how it is written here; "" for any other text."""
    match = _DECIMAL_COMMA.fullmatch(text)
    if match is None:
        return ""
    return f"; decimals have a point: {match['before'].replace('.', '').replace(',', '')}.{match['after']}"


def money(text: str) -> tuple[Decimal, str]:
    """Read `USD 50m`, `USD -500`, `USD 10,000` as (amount, currency)."""
    match = _MONEY.fullmatch(text)
    amount = match["amount"] if match else ""
    if match is None or len(amount) > _LONGEST or not (_NUMBER.fullmatch(amount) or _GROUPED.fullmatch(amount)):
        raise ValueError(
            f"{text!r} is no amount of money; amounts are written USD 500, USD -1333.33, USD 10k, USD 50m or USD 1.5bn"
            f"{_with_a_point(text)}"
        )
    currency(match["currency"])
    return _decimal(Decimal(amount.replace(",", "")), SCALES.get(match["scale"], Decimal(1))), match["currency"]


def truth(text: str) -> bool:
    """Read `yes`, `no`, `true`, `false`."""
    if text not in ("yes", "no", "true", "false"):
        raise ValueError(f"{text!r} is neither yes nor no")
    return text in ("yes", "true")


def date(text: str) -> dt.date:
    """Read `2026-03-31`."""
    if _DATE.fullmatch(text) is None:
        day = _in_words(text)
        meant = f"; write {day}" if day is not None else ""
        raise ValueError(f"{text!r} is no date; dates are written 2026-03-31{meant}")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text} is no day of the calendar") from None


def _in_words(text: str) -> dt.date | None:
    """Return the day that a date in words means (`1 March 2026`, `March 1st, 2026`), None for any other text."""
    match = re.fullmatch(_DATE_IN_WORDS, text) if text[-4:].isdigit() else None
    if match is None:
        return None
    month = next((n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(match["month"].lower())), 0)
    try:
        return dt.date(int(match["year"]), month, int(match["day"] or match["late"]))
    except ValueError:
        return None


def day_of_year(text: str) -> tuple[int, int]:
    """Read `15 March` as (month, day)."""
    match = _DAY_OF_YEAR.fullmatch(text)
    if match is None or match["month"] not in MONTHS:
        raise ValueError(f"{text!r} is no day of the year; such days are written 1 July or 15 March")
    month, day = MONTHS.index(match["month"]) + 1, int(match["day"])
    try:
        dt.date(2000, month, day)
    except ValueError:
        raise ValueError(f"{match['month']} has no day {day}") from None
    return month, day


def time_zone(text: str) -> str:
    """Check a name of the time zone database, such as `Europe/Paris`, and return it."""
    # Imported here: few commands need it.
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"{text!r} is no time zone; time zones are written UTC or Europe/Paris") from None
    return text


def grain(text: str) -> Grain:
    """Read `month`, `contract year`."""
    try:
        return Grain(text)
    except ValueError:
        kinds = ", ".join(Grain)
        raise ValueError(f"{text!r} is no kind of period; there are {kinds}") from None


def duration(text: str) -> Duration:
    """Read `45 days`, `15 business days`, `6 months`, `1 year`, `3 periods`."""
    match = _DURATION.fullmatch(text)
    unit = match["unit"] if match else ""
    singular = unit.removesuffix("s")
    if match is None or singular not in UNITS:
        raise ValueError(
            f"{text!r} is no duration; durations are written 45 days, 15 business days, 2 weeks, 6 months, 1 year"
            " or 3 periods"
        )
    if len(match["count"]) > 6 or int(match["count"]) > _MOST:
        raise ValueError(f"{text!r} is longer than any agreement lasts")
    return Duration(int(match["count"]), singular)


def deadline(text: str) -> Deadline:
    """Read `60 days after period end`, `15 March`, `later of A and B`, a date, or an anchor alone.

    A duration alone runs from the day the step opened (anchor "").
    """
    text = " ".join(text.split())
    if match := _OF_SEVERAL.fullmatch(text):
        parts = [part.strip() for part in re.split(r",| and ", match["among"]) if part.strip()]
        if len(parts) < 2:
            raise ValueError(f"{text!r} names only one deadline; write {match['kind']} of A and B")
        return Deadline(text=text, kind=match["kind"], among=tuple(map(_single, parts)))
    return _single(text)


def _single(text: str) -> Deadline:
    if _DATE.fullmatch(text) or _in_words(text) is not None:
        return Deadline(text=text, kind="date", anchor=date(text).isoformat())
    if match := _RELATIVE.fullmatch(text):
        anchor = match["anchor"] or ""
        if anchor and not _ANCHOR.fullmatch(anchor):
            raise ValueError(f"{text!r} counts from {anchor!r}, which is no anchor")
        return Deadline(text=text, kind=match["kind"], duration=duration(match["duration"]), anchor=anchor)
    if _DAY_OF_YEAR.fullmatch(text):
        day_of_year(text)
        return Deadline(text=text, kind="day", anchor=text)
    if _DURATION.fullmatch(text):
        return Deadline(text=text, kind="after", duration=duration(text))
    if text.startswith(("later of", "earlier of")) or not _ANCHOR.fullmatch(text):
        raise ValueError(
            f"{text!r} is no deadline; deadlines are written 60 days after period end, 10 business days, 15 March,"
            " 2026-03-31 or later of A and B"
        )
    return Deadline(text=text, kind="anchor" if text in ANCHORS else "value", anchor=text)


def rounding(text: str) -> tuple[Decimal, str]:
    """Read `0.1%`, `1 half even`, `USD 0.01 down` as (unit rounded to, mode); without a mode, half up."""
    for mode in exact.MODES:
        if text.endswith(" " + mode):
            written = text.removesuffix(mode).rstrip()
            break
    else:
        written, mode = text, "half up"
    if written.endswith("%"):
        step = percentage(written)
    elif _CURRENCY.match(written):
        step = money(written)[0]
    else:
        step = number(written)
    if step <= 0:
        raise ValueError(f"rounding needs a unit above zero, not {written}")
    return step, mode


def _decimal(a: Decimal, b: Decimal) -> Decimal:
    """Multiply two numbers as written, which is exact within the digits that are read."""
    product = exact.mul(a, b)
    if not isinstance(product, Decimal):
        raise TypeError("a product of decimals is a decimal")
    return product
