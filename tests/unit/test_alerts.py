"""When an alert opens, repeats and is resolved; and what the outbox does when nobody answers."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from orchestration.lib import alerts
from orchestration.lib.errors import UserError
from orchestration.lib.owners import Owner, load_owners
from orchestration.lib.results import CheckResult

OWNERS = {
    "sales": Owner("sales", "Sales", ("json://sales",)),
    "service": Owner("service", "Customer service", ()),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "alerts.sqlite"


def result(status: str, check: str = "mrr_adds_up", owner: str = "sales") -> CheckResult:
    return CheckResult("dbt", check, owner, status, "It does not add up.", 3)


def states(path: Path, run_id: str, *results: CheckResult, completed: tuple[str, ...] = ()) -> list:
    return [change.state for change in alerts.record(path, run_id, results, OWNERS, completed)]


class Sender:
    """Takes messages, or refuses them while it is down."""

    def __init__(self) -> None:
        self.sent: list[tuple[tuple[str, ...], str, str]] = []
        self.down = False

    def __call__(self, urls: tuple[str, ...], title: str, body: str) -> None:
        if self.down:
            raise alerts.SendFailure("connection refused")
        self.sent.append((urls, title, body))


def test_an_alert_opens_repeats_and_is_resolved(path: Path) -> None:
    assert states(path, "r1", result("error")) == ["open"]
    assert states(path, "r2", result("error")) == ["repeat"]
    assert alerts.open_alerts(path)[0][3] == 2
    assert states(path, "r3", result("pass")) == ["resolved"]
    assert states(path, "r4", result("pass")) == []
    assert alerts.open_alerts(path) == []


def test_a_warning_is_alerted_too(path: Path) -> None:
    assert states(path, "r1", result("warn")) == ["open"]


def test_a_check_that_was_not_reached_keeps_its_state(path: Path) -> None:
    states(path, "r1", result("error"))
    assert states(path, "r2", completed=("landing",)) == []
    assert len(alerts.open_alerts(path)) == 1


def test_what_a_completed_step_no_longer_reports_is_resolved(path: Path) -> None:
    states(path, "r1", result("error"))
    assert states(path, "r2", completed=("dbt",)) == ["resolved"]


def test_an_owner_gets_one_digest_a_run(path: Path) -> None:
    sender = Sender()
    states(path, "r1", result("error", "a"), result("error", "b"))
    assert alerts.send_outbox(path, OWNERS, sender) == 0
    ((urls, title, body),) = sender.sent
    assert urls == ("json://sales",)
    assert title == "AARRR: 2 new (Sales)"
    assert "Build r1" in body
    assert "- a: 3 failing rows. It does not add up." in body


def test_a_sent_message_is_not_sent_again(path: Path) -> None:
    sender = Sender()
    states(path, "r1", result("error"))
    alerts.send_outbox(path, OWNERS, sender)
    alerts.send_outbox(path, OWNERS, sender)
    assert len(sender.sent) == 1


def test_a_failed_send_stays_and_goes_out_with_the_next_run(path: Path) -> None:
    sender = Sender()
    sender.down = True
    states(path, "r1", result("error"))
    assert alerts.send_outbox(path, OWNERS, sender) == 1
    sender.down = False
    states(path, "r2", result("pass"))
    assert alerts.send_outbox(path, OWNERS, sender) == 0
    assert [title for _, title, _ in sender.sent] == [
        "AARRR: 1 new (Sales)",
        "AARRR: 1 resolved (Sales)",
    ]


def test_an_owner_without_an_address_waits_and_does_not_hold_up_others(path: Path) -> None:
    sender = Sender()
    states(path, "r1", result("error", owner="service"), result("error"))
    assert alerts.send_outbox(path, OWNERS, sender) == 1
    assert len(sender.sent) == 1
    with sqlite3.connect(path) as connection:
        waiting = "select owner, last_error from outbox where sent_at is null"
        assert connection.execute(waiting).fetchall() == [("service", "no address")]


def test_a_check_of_an_unknown_owner_is_refused(path: Path) -> None:
    with pytest.raises(UserError, match="no owner nobody, named by: mrr_adds_up"):
        states(path, "r1", result("error", owner="nobody"))


def test_an_address_that_nobody_understands_is_a_failed_send() -> None:
    with pytest.raises(alerts.SendFailure, match="not understood"):
        alerts.send_with_apprise(("nonsense",), "title", "body")


def test_owners_get_their_addresses_from_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "owners.yml"
    path.write_text("owners: {sales: {label: Sales, urls: [ALERT_URLS_SALES, ALERT_URLS]}}")
    environment = {"ALERT_URLS_SALES": "json://a mailto://b", "ALERT_URLS": "json://c"}
    owners = load_owners(path, environment)
    assert owners["sales"].urls == ("json://a", "mailto://b", "json://c")
    assert load_owners(path, {})["sales"].urls == ()


@pytest.mark.parametrize("content", ["", "owners: {sales: {label: Sales}}", "owners: ["])
def test_an_incomplete_list_of_owners_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "owners.yml"
    path.write_text(content)
    with pytest.raises(UserError, match=r"owners\.yml"):
        load_owners(path, {})
