"""Tells the owner of a check when it opens, stays open and is resolved.

Everything to be said is first written to an outbox, in a file under the warehouse; sending empties
it. What could not be sent stays, and goes out with the next run. One message an owner and run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from orchestration.lib.errors import UserError
from orchestration.lib.owners import Owner
from orchestration.lib.results import CheckResult

SCHEMA = """
create table if not exists alerts (
    step text not null,
    check_name text not null,
    owner text not null,
    severity text not null,
    message text not null,
    opened_in text not null,
    last_seen_in text not null,
    times_seen integer not null,
    primary key (check_name, owner)
);
create table if not exists outbox (
    id integer primary key,
    run_id text not null,
    owner text not null,
    title text not null,
    body text not null,
    sent_at text,
    attempts integer not null default 0,
    last_error text,
    unique (run_id, owner)
);
"""
TITLES = {"open": "New", "repeat": "Still open", "resolved": "Resolved"}
Send = Callable[[tuple[str, ...], str, str], None]


@dataclass(frozen=True)
class Change:
    """What a run changed about one alert: open, repeat or resolved."""

    state: str
    check: str
    owner: str
    message: str


class SendFailure(Exception):
    """A message that could not be handed over; it stays in the outbox."""


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=30)
    try:
        connection.executescript(SCHEMA)
        with connection:
            yield connection
    finally:
        connection.close()


def record(
    path: Path,
    run_id: str,
    results: Iterable[CheckResult],
    owners: Mapping[str, Owner],
    completed: Collection[str] = (),
) -> list[Change]:
    """Compares a run's results with the open alerts, and writes one digest an owner.

    completed names the steps that ran to their end: what they no longer report is resolved. A
    check that the run did not reach keeps its state. Recording a run again replaces its unsent
    digest. Raises UserError for a check whose owner is not in owners.yml.
    """
    latest = {(result.check, result.owner): result for result in results}
    unknown = {owner for _, owner in latest} - set(owners)
    if unknown:
        checks = ", ".join(sorted(check for check, owner in latest if owner in unknown))
        raise UserError(
            f"owners.yml knows no owner {', '.join(sorted(unknown))}, named by: {checks}."
        )
    with _open(path) as connection:
        changes = [
            change
            for result in latest.values()
            if (change := _apply(connection, run_id, result)) is not None
        ]
        changes += _resolve_unreported(connection, latest, completed)
        for owner in sorted({change.owner for change in changes}):
            own = [change for change in changes if change.owner == owner]
            _write_digest(connection, run_id, owners[owner], own)
    return changes


def _apply(connection: sqlite3.Connection, run_id: str, result: CheckResult) -> Change | None:
    key = (result.check, result.owner)
    known = connection.execute(
        "select message, last_seen_in from alerts where check_name = ? and owner = ?", key
    ).fetchone()
    if result.status == "pass":
        if known is None:
            return None
        connection.execute("delete from alerts where check_name = ? and owner = ?", key)
        return Change("resolved", result.check, result.owner, known[0])
    message = result.message
    if result.failing_rows:
        message = f"{result.failing_rows} failing rows. {message}"
    if known is None:
        connection.execute(
            "insert into alerts values (?, ?, ?, ?, ?, ?, ?, 1)",
            (result.step, *key, result.status, message, run_id, run_id),
        )
        return Change("open", result.check, result.owner, message)
    connection.execute(
        "update alerts set severity = ?, message = ?, last_seen_in = ?, "
        "times_seen = times_seen + 1 where check_name = ? and owner = ?",
        (result.status, message, run_id, *key),
    )
    return Change("repeat", result.check, result.owner, message)


def _resolve_unreported(
    connection: sqlite3.Connection,
    latest: Mapping[tuple[str, str], CheckResult],
    completed: Collection[str],
) -> list[Change]:
    changes = []
    for step, check, owner, message in connection.execute(
        "select step, check_name, owner, message from alerts order by check_name"
    ).fetchall():
        if step in completed and (check, owner) not in latest:
            key = (check, owner)
            connection.execute("delete from alerts where check_name = ? and owner = ?", key)
            changes.append(Change("resolved", check, owner, message))
    return changes


def _write_digest(
    connection: sqlite3.Connection, run_id: str, owner: Owner, changes: list[Change]
) -> None:
    counts = {state: sum(change.state == state for change in changes) for state in TITLES}
    said = ", ".join(f"{count} {TITLES[state].lower()}" for state, count in counts.items() if count)
    title = f"AARRR: {said} ({owner.label})"
    blocks = [f"Build {run_id}"]
    for state, heading in TITLES.items():
        lines = [f"- {c.check}: {c.message}" for c in changes if c.state == state]
        if lines:
            blocks.append("\n".join([heading, *lines]))
    connection.execute(
        "insert into outbox (run_id, owner, title, body) values (?, ?, ?, ?) "
        "on conflict (run_id, owner) do update "
        "set title = excluded.title, body = excluded.body, sent_at = null",
        (run_id, owner.name, title, "\n\n".join(blocks)),
    )


def send_with_apprise(urls: tuple[str, ...], title: str, body: str) -> None:
    """Hands a message to every address. Raises SendFailure when one of them did not take it."""
    import apprise

    messenger = apprise.Apprise()
    refused = [url for url in urls if not messenger.add(url)]
    if refused:
        raise SendFailure(f"{len(refused)} of {len(urls)} addresses are not understood")
    if not messenger.notify(title=title, body=body):
        raise SendFailure("an address did not take the message")


def send_outbox(path: Path, owners: Mapping[str, Owner], send: Send = send_with_apprise) -> int:
    """Sends what waits, oldest first, and returns how many messages still wait.

    A message whose owner has no address waits as well.
    """
    with _open(path) as connection:
        waiting = connection.execute(
            "select id, owner, title, body from outbox where sent_at is null order by id"
        ).fetchall()
        for identifier, owner, title, body in waiting:
            error = _try_to_send(owners.get(owner), title, body, send)
            connection.execute(
                "update outbox set attempts = attempts + 1, last_error = ?, "
                "sent_at = case when ? is null then datetime('now') end where id = ?",
                (error, error, identifier),
            )
            connection.commit()
        left = connection.execute("select count(*) from outbox where sent_at is null").fetchone()
    return int(left[0])


def _try_to_send(owner: Owner | None, title: str, body: str, send: Send) -> str | None:
    """Why the message could not be sent; none when it was."""
    if owner is None or not owner.urls:
        return "no address"
    try:
        send(owner.urls, title, body)
    except SendFailure as failure:
        return str(failure)
    return None


def open_alerts(path: Path) -> list[tuple[str, str, str, int]]:
    """Check, owner, message and number of runs of every alert that is open."""
    with _open(path) as connection:
        return connection.execute(
            "select check_name, owner, message, times_seen from alerts order by owner, check_name"
        ).fetchall()
