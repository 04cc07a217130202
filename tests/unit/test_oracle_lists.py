"""The second reading of mailing lists, each rule on the smallest history that tells."""

from __future__ import annotations

import datetime

from tests.oracle.lists import Asked, Member, leavings, spells

BEGIN = datetime.datetime(2025, 1, 6, 9, tzinfo=datetime.UTC)
PEOPLE = {("mailchimp", "ann"): 1, ("mailchimp", "ann too"): 1}


def day(number: int) -> datetime.datetime:
    """An instant so many days after the beginning."""
    return BEGIN + datetime.timedelta(days=number)


def member(who: str, status: str | None, joined: int, opted: int, changed: int = 900) -> Member:
    """A member of the list `news`."""
    return who, "news", day(joined), day(opted), status, day(changed), day(999)


def test_who_waits_or_only_bought_is_on_no_list() -> None:
    assert not spells([member("ann", "pending", 0, 0), member("bob", "transactional", 0, 0)], [])


def test_the_status_ends_what_nothing_else_ended() -> None:
    (gone,) = spells([member("ann", "Cleaned", 2, 1, 30)], [])
    assert (gone.joined_at, gone.left_at, gone.leaving) == (day(1), day(30), "removed_from_list")
    (there,) = spells([member("ann", None, 1, 1)], [])
    assert there.left_at is None


def test_an_opt_in_after_leaving_joins_again() -> None:
    asked: list[Asked] = [("ann", "news", day(50))]
    first, second = spells([member("ann", "subscribed", 0, 90)], asked)
    assert (first.left_at, second.joined_at, second.left_at) == (day(50), day(90), None)
    _, unseen = spells([member("ann", "subscribed", 0, 1, 70)], asked)
    assert unseen.joined_at == day(70)


def test_one_list_of_two_is_left_and_then_the_last() -> None:
    members = [member("ann", "unsubscribed", 0, 0, 40), member("ann too", "archived", 0, 0, 60)]
    asked: list[Asked] = [("ann", "news", day(30))]
    told = list(leavings(spells(members, asked), asked, PEOPLE))
    assert told == [("ann", day(30), "list_left"), ("ann too", day(60), "removed_from_list")]
