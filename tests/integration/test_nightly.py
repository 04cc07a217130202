"""The whole job on a tiny project: what is published, what is not, and who is told.

One version is published for the module; every test lands its own files and runs the job once more.
"""

from __future__ import annotations

import http.server
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from orchestration.lib import dbt
from orchestration.lib.build_files import open_build
from orchestration.lib.settings import load
from tests.conftest import contacts, environment_of
from tests.integration.house import MINUTES, House, only_failed_build

# Another process that holds a read-only connection on the current file, and queries it until told.
READER = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print("ready", flush=True)
seen = set()
while not __import__("select").select([sys.stdin], [], [], 0.05)[0]:
    seen.add(connection.execute("select count(*) from marts.fct_revenue").fetchone()[0])
print(sorted(seen), flush=True)
"""


def test_a_publish_succeeds_while_another_process_reads(house: House) -> None:
    before = house.manifest()["run_id"]
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(house.current / "warehouse.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    house.land(contacts(120))
    done = house.run("nightly")
    output, errors = reader.communicate("stop\n", timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (reader.returncode, output, errors) == (0, "[100]\n", "")
    manifest = house.manifest()
    assert manifest["run_id"] != before
    assert "full_refresh" not in manifest
    assert manifest["rows"]["marts.fct_revenue"] == 120
    assert house.rows() == 120
    assert house.run("rollback").returncode == 0
    assert (house.manifest()["run_id"], house.rows()) == (before, 100)


def test_a_failing_dbt_test_publishes_nothing_and_tells_its_owner(house: House) -> None:
    before, began = house.manifest(), time.time()
    house.land(contacts(100, email="case when i > 3 then 'c' || i else 'nobody' end"))
    done = house.run("nightly")
    assert done.returncode == 1
    assert "every_contact_has_an_email (data_engineering, 4 failing rows)" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert house.manifest() == before
    failed = only_failed_build(house, began)
    assert (failed / "warehouse.duckdb").is_file()
    state = json.loads((failed / "state.json").read_text())
    assert list(state["seconds"]) == ["landing_checked", "dbt_built"]
    ((owner, body, sent_at),) = house.outbox()
    assert (owner, sent_at) == ("data_engineering", None)
    assert "every_contact_has_an_email: 4 failing rows" in body


def test_agreement_and_metrics_are_published_beside_the_warehouse(
    house: House,
) -> None:
    files = {path.name for path in house.current.iterdir()}
    assert files == {
        "warehouse.duckdb",
        "manifest.json",
        "agreement.en.html",
        "agreement.fr.html",
        "metrics.en.html",
        "metrics.fr.html",
    }
    assert "Closing rate" in (house.current / "metrics.en.html").read_text()
    assert "Taux de closing" in (house.current / "metrics.fr.html").read_text()
    # In Paris the run looks from 1 July 2026, when version 2 is a year old.
    french = (house.current / "agreement.fr.html").read_text()
    assert "En vigueur depuis le 1 juillet 2025." in french
    shown = house.run("agreement")
    assert shown.returncode == 0
    assert shown.stdout.splitlines() == [
        f"{house.current}/agreement.{language}.html" for language in ("en", "fr")
    ]
    printed = house.run("agreement", "--version", "1", "--output", str(house.folder / "printed"))
    assert printed.returncode == 0
    english = (house.folder / "printed" / "agreement.en.html").read_text()
    assert "it held from 1 January 2017 to 30 June 2025 inclusive" in english
    missing = house.run("agreement", "--version", "7", "--output", str(house.folder / "printed"))
    assert missing.returncode == 1
    assert missing.stderr.startswith("error: There is no version 7 of the agreement.")


PROMISES = """
version: 2
seeds:
  - name: promises
    config:
      meta: {owner: sales}
      column_types:
        agreement_version: integer
        promise_id: text
        team: text
        source_channel: text
        promised_per_week: integer
        is_prorated: boolean
        lowest_attainment: decimal(18, 4)
        highest_attainment: decimal(18, 4)
        capacity_per_week: integer
        dispute_window_days: integer
"""
PROMISE_TEST = """
{{ config(meta={'owner': 'sales'}) }}
select
    'promises.csv: promise ' || promise_id || ' of version ' || agreement_version
    || ' has promised_per_week ' || promised_per_week || ': it must be above 0.' as finding
from {{ ref('promises') }}
where promised_per_week <= 0
"""


def test_a_slip_in_a_seed_is_named_by_file_line_column_and_value(house: House) -> None:
    before = house.manifest()
    project = house.folder / "project"
    seed = project / "seeds" / "agreement" / "promises.csv"
    good = seed.read_text(encoding="utf-8")
    added = {
        seed.with_suffix(".yml"): PROMISES,
        project / "tests" / "dbt" / "assert_something_is_promised.sql": PROMISE_TEST,
    }
    try:
        for path, content in added.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        seed.write_text(
            good.replace("2,weekly_leads,marketing,,2", "2,weekly_leads,marketing,,ten")
        )
        done = house.run("nightly")
        assert done.returncode == 1
        assert (
            "promises_can_be_read (sales, 1 failing rows): seeds/agreement/promises.csv, line 3, "
            "column promised_per_week: 'ten' is not a whole number. Correct the cell."
        ) in done.stderr
        assert "Traceback" not in done.stdout + done.stderr

        seed.write_text(good.replace("2,weekly_leads,marketing,,2", "2,weekly_leads,marketing,,0"))
        done = house.run("nightly")
        assert done.returncode == 1
        assert (
            "assert_something_is_promised (sales, 1 failing rows): promises.csv: promise "
            "weekly_leads of version 2 has promised_per_week 0: it must be above 0. "
            "(tests/dbt/assert_something_is_promised.sql)"
        ) in done.stderr
        assert "Traceback" not in done.stdout + done.stderr
    finally:
        seed.write_text(good, encoding="utf-8")
        for path in added:
            path.unlink(missing_ok=True)
    assert house.manifest() == before


def test_a_failing_audit_publishes_nothing(house: House) -> None:
    before = house.manifest()
    house.land(contacts(80))
    done = house.run("nightly")
    assert done.returncode == 1
    assert "no_mart_shrank_by_more_than_15_percent" in done.stderr
    assert "fct_revenue: rows_ratio is 0.8" in done.stderr
    assert house.manifest() == before


def test_drift_of_the_landing_stops_the_run_before_dbt(house: House) -> None:
    before, began = house.manifest(), time.time()
    house.land(f"select * rename (email as e_mail) from ({contacts(100)})")
    done = house.run("nightly")
    assert done.returncode == 1
    assert "column email of crm.contact is required and is missing" in done.stderr
    assert "Column e_mail is new and may be its new name" in done.stderr
    assert house.manifest() == before
    state = json.loads((only_failed_build(house, began) / "state.json").read_text())
    assert list(state["seconds"]) == ["landing_checked"]


def test_two_runs_at_once_queue(house: House) -> None:
    runs = [house.start("nightly"), house.start("nightly")]
    outputs = [run.communicate(timeout=2 * MINUTES * 60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    versions = house.run("versions").stdout
    for output, _ in outputs:
        build = output.split("Build ")[1].split(",")[0]
        assert build in versions


# ---------------------------------------------------------------- development


def test_after_a_change_dbt_reads_only_what_changed(house: House) -> None:
    """Whatever instant the last night looked from, and in whichever folder it built."""
    settings = load(environment_of(house.folder))
    before = dbt.parsed_folder(settings)
    model = house.folder / "project" / "models" / "marts" / "fct_referral.sql"
    model.write_text(model.read_text() + "\n-- changed\n", encoding="utf-8")
    assert dbt.parse(settings) != before
    log = (dbt.dbt_folder(settings) / "parse.log").read_text(encoding="utf-8")
    assert "Running with dbt" in log
    assert "Unable to do partial parsing" not in log


def test_a_development_build_can_be_repeated_on_its_own_files(house: House) -> None:
    for rows in (100, 120):
        house.land(contacts(rows))
        done = house.run("dbt", "build")
        assert done.returncode == 0, done.stdout + done.stderr
        with open_build(house.warehouse / "dev") as connection:
            assert connection.execute("select count(*) from marts.kpi").fetchone() == (1,)
            counted = connection.execute("select count(*) from marts.fct_revenue").fetchone()
            assert counted == (rows,)


# ---------------------------------------------------------------- alerts over real connections


class Mailbox:
    """A mail server on loopback that keeps what it is given."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def webhook() -> Iterator[tuple[list[dict[str, Any]], int]]:
    """A web server on loopback that keeps the JSON it is posted."""
    posted: list[dict[str, Any]] = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield posted, server.server_address[1]
    server.shutdown()


def text_of(message: Message) -> str:
    parts = [part for part in message.walk() if part.get_content_type().startswith("text/")]
    return "\n".join(part.get_payload(decode=True).decode() for part in parts)  # type: ignore[union-attr]


def test_an_alert_reaches_mail_and_webhook_and_is_resent_after_an_outage(
    house: House, mailbox: tuple[Mailbox, int], webhook: tuple[list[dict[str, Any]], int]
) -> None:
    box, mail_port = mailbox
    posted, web_port = webhook
    mail = f"mailto://127.0.0.1:{mail_port}/?from=aarrr@a.example&to=team@b.example&mode=insecure"
    house.urls["ALERT_URLS_DATA_ENGINEERING"] = "json://127.0.0.1:1/nobody-listens"
    house.land(contacts(100, email="case when i > 3 then 'c' || i else 'nobody' end"))
    assert house.run("nightly").returncode == 1
    assert [sent_at for _, _, sent_at in house.outbox()] == [None]

    house.urls["ALERT_URLS_DATA_ENGINEERING"] = f"{mail} json://127.0.0.1:{web_port}/hook"
    house.land(contacts(100))
    assert house.run("nightly").returncode == 0
    assert [post["title"] for post in posted] == [
        "AARRR: 1 new (Data engineering)",
        "AARRR: 1 resolved (Data engineering)",
    ]
    assert "every_contact_has_an_email" in posted[0]["message"]
    assert [message["Subject"] for message in box.messages] == [post["title"] for post in posted]
    assert "every_contact_has_an_email" in text_of(box.messages[0])
    assert all(sent_at for _, _, sent_at in house.outbox())


def test_a_late_publish_is_said_by_the_heartbeat(house: House) -> None:
    assert house.run("heartbeat").returncode == 0
    late = house.run("heartbeat", "--hours", "0")
    assert late.returncode == 1
    assert "late: the last publish was" in late.stdout
    assert "published_lately" in house.outbox()[0][1]
