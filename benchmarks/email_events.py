"""Writes a landing of nothing but e-mail, in HubSpot's shapes, of any size.

DuckDB itself makes the rows, always the same: every draw is a hash of the message's number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from orchestration.lib.contracts import Table, load_contracts
from orchestration.lib.landing_files import quote_identifier, quote_text
from orchestration.lib.settings import PROJECT

LANDED_AT = "2026-06-30T22:00:00Z"
BEGIN, DAYS = "2023-07-01", 1090
MESSAGES_A_CONTACT, CAMPAIGNS = 40, 400
WHOLE = 1_000_000


@dataclass(frozen=True)
class Kind:
    """A kind of event: its part of all messages, seconds after the sending, its own table."""

    type: str
    share: float
    seconds: int
    table: str
    columns: Mapping[str, str] = field(default_factory=dict)


FIREFOX = "'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'"
PROXY = "'Mozilla/5.0 (via ggpht.com GoogleImageProxy)'"
AGENT = f"case when hash(message, 91) % 10 = 0 then {PROXY} else {FIREFOX} end"
DURATION = "cast(900 + hash(message, 92) % 20000 as varchar)"
URL = "'https://www.lumenia.example/offre/' || hash(message, 93) % 40"
STATUS = "case when hash(message, 94) % 4 = 0 then '5.1.1' else '4.2.2' end"
OPEN = {"duration": DURATION, "user_agent": AGENT}
KINDS = (
    Kind(
        "SENT", 1.0, 0, "sent", {"subject": "'Vos relances'", "from": "'bonjour@lumenia.example'"}
    ),
    Kind("DROPPED", 0.01, 1, "dropped", {"drop_reason": "'PREVIOUSLY_BOUNCED'"}),
    Kind("DEFERRED", 0.02, 2, "deferred", {"attempt": "1", "response": "'450 4.2.0'"}),
    Kind("BOUNCE", 0.02, 3, "bounce", {"category": "'UNKNOWN_USER'", "status": STATUS}),
    Kind("DELIVERED", 0.965, 4, "delivered", {"response": "'250 2.0.0 OK'"}),
    Kind("OPEN", 0.32, 3_600, "open", OPEN),
    Kind("OPEN", 0.12, 90_000, "open", OPEN),
    Kind("CLICK", 0.06, 3_700, "click", {"url": URL, "user_agent": FIREFOX}),
    Kind("FORWARD", 0.001, 7_200, "forward", {"user_agent": FIREFOX}),
    Kind("PRINT", 0.001, 7_300, "print", {"user_agent": FIREFOX}),
    Kind("STATUSCHANGE", 0.004, 7_400, "status_change", {"source": "'SOURCE_RECIPIENT'"}),
    Kind("SPAMREPORT", 0.001, 7_500, "spam_report", {"user_agent": FIREFOX}),
)


def write(landing: Path, events: int) -> int:
    """Writes a landing of about so many e-mail events, and returns how many there are."""
    messages = round(events / sum(kind.share for kind in KINDS))
    tables = {table.full_name: table for table in load_contracts(PROJECT)}
    with duckdb.connect() as connection:
        connection.execute(
            _EVENTS.format(messages=messages, kinds=_kinds(), begin=BEGIN, days=DAYS)
        )
        written = set()
        for name, query in _queries(messages).items():
            _copy(connection, landing, tables[name], query)
            written.add(name)
        for name in tables.keys() - written:
            _copy(connection, landing, tables[name], None)
        row = connection.execute("select count(*) from events").fetchone()
    (landing / "landed_at.txt").write_text(LANDED_AT + "\n", encoding="utf-8")
    return int(row[0]) if row else 0


# A sending is followed, mostly, by its delivery, sometimes by the rest; in the order of messages.
_EVENTS = """
    create temp table events as
    select
        kinds.kind,
        kinds.type,
        messages.message,
        printf('%08x-e001-4000-8000-%012x', kinds.kind, messages.message) as id,
        printf('%08x-e001-4000-8000-%012x', 0, messages.message) as sent_id,
        messages.sent_at,
        messages.sent_at
        + to_seconds(kinds.seconds + cast(hash(messages.message, kinds.kind, 1) % 50 as bigint))
            as created
    from (
        select
            range as message,
            timestamp '{begin}' + to_milliseconds(
                cast(range as bigint) * {days} * 86400000 // {messages}
            ) as sent_at
        from range({messages})
    ) as messages
    inner join (values {kinds}) as kinds (kind, type, share, seconds)
        on hash(messages.message, kinds.kind) % 1000000 < kinds.share
"""


def _kinds() -> str:
    return ", ".join(
        f"({number}, {quote_text(kind.type)}, {round(kind.share * WHOLE)}, {kind.seconds})"
        for number, kind in enumerate(KINDS)
    )


def _queries(messages: int) -> dict[str, str]:
    """A select by raw table that has rows."""
    contacts = max(messages // MESSAGES_A_CONTACT, 1)
    recipient = f"'c' || hash(message, 81) % {contacts} || '@client' || hash(message, 81) % 997"
    synced = "created + interval 10 minute as _fivetran_synced"
    found = {
        "hubspot.email_event": f"""
            select id, created, {synced}, 113 as app_id, type, false as filtered_event,
                {recipient} || '.example' as recipient, 4711 as portal_id,
                700 + hash(message, 82) % {CAMPAIGNS} as email_campaign_id,
                case when kind > 0 then sent_id end as sent_by_id,
                case when kind > 0 then sent_at end as sent_by_created
            from events""",
        "hubspot.email_campaign": f"""
            select 700 + range as id, timestamp '{BEGIN}' as _fivetran_synced, 113 as app_id,
                'campaign ' || range as name, 'Vos relances' as subject,
                'BATCH_EMAIL' as type
            from range({CAMPAIGNS})""",
        "hubspot.contact": f"""
            select 100000000 + range as id, false as _fivetran_deleted,
                timestamp '{BEGIN}' as _fivetran_synced, timestamp '{BEGIN}' as property_createdate,
                'c' || range || '@client' || range % 997 || '.example' as property_email,
                'France' as property_country, 'EMAIL_MARKETING' as property_hs_analytics_source
            from range({contacts})""",
    }
    for kind in KINDS:
        own = "".join(
            f", {text} as {quote_identifier(name)}" for name, text in kind.columns.items()
        )
        found[f"hubspot.email_event_{kind.table}"] = (
            f"select id, {synced}{own} from events where type = {quote_text(kind.type)}"
        )
    return found


def _copy(
    connection: duckdb.DuckDBPyConnection, landing: Path, table: Table, query: str | None
) -> None:
    """Writes a table as its contract declares it; without a query, one without rows."""
    name = (table.files or table.name).replace("*", "none")
    path = landing / table.source / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    given = set()
    if query is not None:
        given = {str(row[0]) for row in connection.execute(f"describe {query}").fetchall()}
    columns = [
        f"cast({quote_identifier(column.name) if column.name in given else 'null'} "
        f"as {column.sql_type}) as {quote_identifier(column.name)}"
        for column in table.columns
    ]
    rows = f"select {', '.join(columns)} from ({query or 'select 1 where false'})"
    target = f"{quote_text(str(path))} (format parquet, compression zstd)"
    connection.execute(f"copy ({rows}) to {target}")
