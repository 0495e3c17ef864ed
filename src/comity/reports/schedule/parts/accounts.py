"""Accounts and caps: where payments are posted, what limits them, when they are settled."""

from __future__ import annotations

from collections.abc import Iterator

from comity.agreement.formula.parts import every_step
from comity.agreement.model import Account, Cap
from comity.kernel import lexical
from comity.kernel.period import Grain
from comity.reports.schedule.english.names import Book, account_term
from comity.reports.schedule.english.speech import account_key, cap_speech
from comity.reports.schedule.english.terms import term_text
from comity.reports.schedule.english.words import NOUNS, capital, duration, named, sentences
from comity.reports.schedule.markup import plain
from comity.reports.schedule.model import Block, Item, Paragraph, Section

_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


def accounts(book: Book) -> Section | None:
    """Return the section of accounts; None where no clause pays anything and there are none."""
    if not book.terms.accounts and not _pays(book):
        return None
    blocks: list[Block] = [_account(book, account) for account in book.terms.accounts.values()]
    noted = [account for account in book.terms.accounts.values() if account.says]
    blocks += [Paragraph(text=f"{account_term(one.name)}: {plain(one.says)}", kind="note") for one in noted]
    blocks += [Item(text=text, title=title) for title, text in _rules(book)]
    return Section(title="Accounts and caps", blocks=tuple(blocks), key="accounts")


def _pays(book: Book) -> bool:
    rules = [rule for clause in book.terms.clauses.values() for rule in clause.rules.values()]
    return any(step.pay is not None for rule in rules for step in every_step(rule))


def _account(book: Book, account: Account) -> Item:
    owner, owed = book.party(account.owed_by), book.party(account.owed_to)
    caps = tuple(_cap(book, number, cap) for number, cap in enumerate(account.caps))
    text = sentences(
        f"{capital(owner)} owes {owed} the net amount of the postings in this account.",
        f"It is settled {_settled(account.settle)}.",
        "Caps apply in this order:" if caps else "It has no cap.",
    )
    return Item(text=text, title=account_term(account.name), key=account_key(account.name), below=caps)


def _settled(settle: str) -> str:
    if settle.startswith("every "):
        return f"at the end of each {NOUNS[Grain(settle.removeprefix('every '))]}"
    return {"at once": "at once, as soon as an amount is known"}.get(settle, f"with the {settle}")


def _cap(book: Book, number: int, cap: Cap) -> Item:
    speech = cap_speech(book, cap.every, cap.per)
    most = term_text(cap.at_most, speech)
    scope = f", separately for each {' and '.join(named(column) for column in cap.per)}" if cap.per else ""
    text = f"{_span(cap.every)}{scope}, positive postings together shall not exceed {most}."
    return Item(text=text, title=f"{_ORDINALS[number] if number < len(_ORDINALS) else f'No. {number + 1}'} cap")


def _span(every: str) -> str:
    if every == "life":
        return "Over the whole life of the Agreement"
    if every in list(Grain):
        return f"Within each {NOUNS[Grain(every)]}"
    return f"Within any {duration(lexical.duration(every))} that end with the end of a period"


def _rules(book: Book) -> Iterator[tuple[str, str]]:
    yield (
        "Amounts",
        (
            "An amount is computed exactly, limited by the limit of that payment where one is stated, and then rounded "
            "once to the smallest unit of the currency, halves away from zero. A negative amount runs the other way, "
            "from the party that would be paid to the party that would pay. An amount that depends on something "
            "unknown is Undetermined until it is known."
        ),
    )
    yield (
        "Without an account",
        ("A payment that is not posted to a named account is due at once between the two parties and is not capped."),
    )
    if not book.terms.accounts:
        return
    if any(account.caps for account in book.terms.accounts.values()):
        yield (
            "How caps work",
            (
                "A cap limits positive postings only. Postings of an earlier period keep their place. Those of one "
                "period share what is left in proportion to their amounts, by largest remainder to the smallest unit "
                "of the currency, ties in the order of names. A negative posting frees no room under a cap. The value "
                "of a cap is that of the period of the latest posting; while it is Undetermined, what is payable is "
                "Undetermined. What is cut by a cap is not carried forward."
            ),
        )
    yield (
        "Settlement",
        (
            "At each settlement the net of what runs in both directions is due. A payment belongs to the period for "
            "which its rule applied, that of a later step to the period of its Measured Day."
        ),
    )
    yield (
        "Payments made",
        (
            "A payment counts from the day on which the party that made it states it on the record of the Agreement, "
            "with its amount. It pays what that party owes for the period that it names, and then what it owes for "
            "later periods; where it names none, what has been owed longest. The other party may confirm that it has "
            "received the payment, or deny it; a payment that it denies does not count. What is paid beyond what "
            "is owed is kept for what the same party owes next in this account, and is not owed back."
        ),
    )
    yield (
        "Later changes",
        (
            "What has been posted stays. If an amount changes later, or the shares under a cap change with it, the "
            "difference is posted to the same account in the period of the day on which the change became known."
        ),
    )
