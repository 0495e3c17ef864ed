"""What is still to be looked at on a day: in which order, and what outweighs what."""

from __future__ import annotations

from datetime import date

from comity.clauses.court import Court
from comity.clauses.known import Known
from comity.clauses.life.pending import Pending
from comity.clauses.track import Track
from tests.clauses.life.test_ahead import agreement

DAY = date(2026, 5, 4)
COURT = Court(agreement(), Known(cells={}), date(2026, 9, 30))


def track(clause: str, member: str = "") -> Track:
    """Return the track of a clause for a member."""
    return COURT.tracks[clause][(("queue", member),) if member else ()]


def pending() -> Pending:
    """Return that nothing is to be looked at, where clauses depend on one another in the order of their names."""
    return Pending({name: at for at, name in enumerate(sorted(COURT.tracks))})


def test_clauses_are_taken_one_after_the_other_as_they_depend_on_one_another() -> None:
    """What was put down last comes first where others rest on it; then nothing is left."""
    looks = pending()
    looks.change(track("streak"), 0, None)
    looks.change(track("before"), 3, None)
    taken = [[(look.track.name, look.at) for look in looks.take()] for _ in range(2)]
    assert taken == [[("before", 3)], [("streak", 0)]]
    assert looks.take() == []


def test_a_track_is_looked_at_once_from_the_earliest_period_that_changed() -> None:
    """Two changes of a clause are one, from the earlier period on."""
    looks = pending()
    looks.change(track("streak"), 4, None)
    looks.change(track("streak"), 2, None)
    assert [(look.at, look.cause) for look in looks.take()] == [(2, None)]


def test_a_figure_outweighs_an_act_on_the_same_day() -> None:
    """Where a figure changed too, what rests on it may fall: the act is not named as the cause."""
    for first, second in ((DAY, None), (None, DAY)):
        looks = pending()
        looks.change(track("streak"), 2, first)
        looks.change(track("streak"), 2, second)
        assert [look.cause for look in looks.take()] == [None]


def test_members_come_in_order_and_within_one_the_rules_that_came_about_come_first() -> None:
    """By member, then by period, then as written; periods that changed are looked at after them."""
    looks = pending()
    looks.change(track("by_keyed", "phone"), 0, None)
    looks.change(track("by_keyed", "mail"), 0, None)
    looks.come_about(track("by_keyed", "phone"), 1, "late")
    looks.come_about(track("by_keyed", "mail"), 5, "late")
    looks.come_about(track("by_keyed", "mail"), 3, "late")
    found = [(look.track.scope[0][1], look.at, look.rule) for look in looks.take()]
    assert found == [("mail", 3, "late"), ("mail", 5, "late"), ("mail", 0, ""), ("phone", 1, "late"), ("phone", 0, "")]
