"""The second reading of the newsletter's definition, each on the smallest history that tells."""

from __future__ import annotations

import datetime

from tests.integration.newsletter_oracle import Act, Native, Reader, Sale, stays_of

BEGIN = datetime.datetime(2025, 1, 6, 9, tzinfo=datetime.UTC)
KEPT: Native = ("hubspot", "1")
GONE: Native = ("hubspot", "2")
PAGE = "https://www.lumenia.example/newsletter?ref=menu"


def day(number: float) -> datetime.datetime:
    """An instant so many days of 24 hours after the beginning."""
    return BEGIN + datetime.timedelta(days=number)


def act(number: float, activity: str, detail: str = "", native: Native = KEPT) -> Act:
    """Something done so many days after the beginning."""
    return Act(native, day(number), activity, detail)


def stages(
    *acts: Act,
    sales: tuple[Sale, ...] = (),
    ends: tuple[datetime.datetime, ...] = (),
    until: float = 1000,
) -> list[tuple[str, float, int, str, str | None]]:
    """The stays of these acts: stage, day, cycle, entry and exit."""
    found = stays_of(7, Reader(list(acts), list(sales)), ends, {GONE}, day(until))
    return [
        (
            one.stage,
            (one.entered_at - BEGIN) / datetime.timedelta(days=1),
            one.cycle_no,
            one.entry_type,
            one.exit_type,
        )
        for one in found
    ]


def test_a_subscriber_is_loyal_after_84_days_unless_they_left() -> None:
    joined = act(0, "newsletter_subscribed")
    assert stages(joined, until=84)[-1][0] == "subscriber"
    assert stages(joined, until=84.001) == [
        ("visitor", 0, 1, "skip_imputed", "forward"),
        ("subscriber", 0, 1, "first", "forward"),
        ("loyal_reader", 84, 1, "forward", None),
    ]
    left = stages(joined, act(83, "email_unsubscribed"))
    assert [one[0] for one in left] == ["visitor", "subscriber", "unsubscribed"]
    assert left[1][4] == "unsubscribed"
    assert stages(joined, act(83, "removed_from_list")) == left
    assert len(stages(joined, act(83, "list_left"))) == 3
    late = stages(joined, act(85, "email_unsubscribed"))
    assert late[-2:] == [
        ("loyal_reader", 84, 1, "forward", "unsubscribed"),
        ("unsubscribed", 85, 1, "forward", None),
    ]


def test_the_84_days_begin_again_with_the_next_subscription() -> None:
    back = stages(
        act(0, "list_joined"), act(50, "email_unsubscribed"), act(60, "list_joined"), until=150
    )
    assert back[-4:] == [
        ("unsubscribed", 50, 1, "forward", "forward"),
        ("visitor", 60, 2, "skip_imputed", "forward"),
        ("subscriber", 60, 2, "re_entry", "forward"),
        ("loyal_reader", 144, 2, "forward", None),
    ]


def test_an_unsubscription_of_a_visitor_or_of_nobody_changes_nothing() -> None:
    leave = act(1, "email_unsubscribed")
    assert stages(leave) == []
    assert stages(act(0, "page_viewed", PAGE), leave) == [("visitor", 0, 1, "first", None)]
    assert stages(act(0, "page_viewed", "https://www.lumenia.example/produit")) == []


def test_whoever_is_further_does_not_go_back() -> None:
    found = stages(
        act(0, "email_forwarded"), act(1, "list_joined"), act(2, "page_viewed", PAGE), until=200
    )
    assert found == [
        ("visitor", 0, 1, "skip_imputed", "forward"),
        ("subscriber", 0, 1, "skip_imputed", "forward"),
        ("sharer", 0, 1, "first", None),
    ]


def test_a_purchase_counts_when_a_click_was_the_last_that_was_heard() -> None:
    click, sale = act(5, "email_clicked"), Sale(KEPT, day(6), day(40))
    assert stages(click, sales=(sale,))[-1] == ("buyer", 40, 1, "first", None)
    for activity in ("page_viewed", "email_opened", "demo_requested", "manually_entered"):
        assert stages(click, act(5.5, activity), sales=(sale,)) == [], activity
    for activity in ("email_sent", "call_made", "product_used"):
        assert stages(click, act(5.5, activity), sales=(sale,)), activity
    assert stages(act(6, "email_clicked"), sales=(sale,)) == []
    assert stages(click, act(7, "page_viewed"), sales=(sale,))


def test_a_form_of_a_merged_contact_is_a_merge() -> None:
    seen = act(0, "page_viewed", PAGE)
    found = stages(seen, act(1, "newsletter_subscribed", native=GONE), until=9)
    assert found == [("visitor", 0, 1, "first", "merged"), ("subscriber", 1, 1, "merge", None)]
    reader = Reader([seen, act(1, "newsletter_subscribed", native=GONE)])
    assert [one.original_id for one in stays_of(7, reader, (), {GONE}, day(9))] == [None, "2"]


def test_the_parent_is_the_cycle_of_the_company_at_the_entry() -> None:
    reader = Reader([act(0, "page_viewed", PAGE), act(5, "newsletter_subscribed")])
    found = stays_of(7, reader, (day(0), day(3)), set(), day(9))
    assert [one.parent_cycle_no for one in found] == [1, 3]
