"""What tests of the orchestration share: a tiny project and its landing, to be thrown away."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis.internal.conjecture.providers import HypothesisProvider

from orchestration.lib import dbt
from orchestration.lib.agreement.rows import COLUMNS
from orchestration.lib.landing_load import REJECTED
from orchestration.lib.settings import load
from tests.once import make_once, shared_folder

# What takes longest begins first, so that no worker is left alone with it in the end.
LONGEST = (
    "test_what_if",
    "test_nights_cut_short",
    "test_nightly",
    "test_nights",
    "test_histories",
    "test_readers",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the files in the order in which workers take them."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.path.parent.name != "integration":
        return len(LONGEST) + 1
    return LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST)


CONTRACT = """
version: 2
sources:
  - name: crm
    config: {meta: {owner: data_engineering}}
    tables:
      - name: contact
        config: {meta: {key: [id], latest_by: recorded_at, required: true}}
        columns:
          - {name: id, data_type: bigint}
          - {name: email, data_type: text, config: {meta: {required: true}}}
          - {name: score, data_type: "decimal(18, 2)"}
          - {name: is_deleted, data_type: boolean}
          - {name: born_on, data_type: date, config: {meta: {is_unbounded: true}}}
          - {name: recorded_at, data_type: timestamp}
      - name: visit
        config: {meta: {key: [visit_id], files: "visits_*"}}
        columns:
          - {name: visit_id, data_type: text}
          - name: parameters
            data_type: record
            config: {meta: {duckdb_type: "struct(key varchar, value varchar)[]"}}
          - {name: seen_at, data_type: timestamptz}
  - name: ads
    config: {meta: {owner: marketing}}
    tables:
      - name: cost
        config: {meta: {key: [day]}}
        columns:
          - {name: day, data_type: date}
          - {name: amount, data_type: double}
"""


def write_contracts(project: Path) -> Path:
    """A project of two connectors, of which only crm is on."""
    folder = project / "models" / "staging" / "crm"
    folder.mkdir(parents=True)
    (folder / "_crm_sources.yml").write_text(CONTRACT, encoding="utf-8")
    (project / "dbt_project.yml").write_text("vars: {connectors: [crm]}\n", encoding="utf-8")
    return project


def write_landed(path: Path, content: str | bytes) -> Path:
    """Writes one file of a landing: text as it stands, or the rows of a query as Parquet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif path.suffix == ".parquet":
        with duckdb.connect() as connection:
            connection.execute(f"copy ({content}) to '{path}' (format parquet)")
    else:
        path.write_text(content, encoding="utf-8")
    return path


@pytest.fixture
def tiny_project(tmp_path: Path) -> Path:
    """A project that has contracts, and a model for each of its tables."""
    project = write_contracts(tmp_path / "project")
    for model in ("stg_crm__contact", "stg_crm__visit", "stg_ads__cost"):
        (project / "models" / "staging" / "crm" / f"{model}.sql").touch()
    return project


@pytest.fixture
def land(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file of this test's landing."""
    return lambda name, content: write_landed(tmp_path / "landing" / name, content)


@pytest.fixture(scope="session", autouse=True)
def the_same_draws() -> Iterator[None]:
    """Hypothesis draws the same whatever was tested before.

    It also tries numbers that stand in the modules loaded so far, and these differ with the tests
    that ran before in the same process.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HypothesisProvider, "_maybe_draw_constant", lambda *_, **__: None)
        yield


@pytest.fixture(scope="session")
def parsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what dbt wrote when it parsed this project, which it does once."""
    folder = shared_folder(tmp_path_factory) / "parsed"
    settings = load({"WAREHOUSE_PATH": str(folder)})

    def make(_: Path) -> None:
        dbt.parse(settings)

    make_once(folder, make)
    return dbt.parsed_folder(settings)


# ---------------------------------------------------------------- a project that builds in seconds

FACTS = {
    "fct_awareness": "impressions, clicks, spend_local",
    "fct_acquisition": "impressions",
    "fct_activation": "response_seconds, amount_local",
    "fct_retention": "impressions",
    "fct_revenue": "closing_mrr, closing_mrr_reporting",
    "fct_referral": "rating",
    "fct_lifecycle": "duration_seconds",
}
STAGING = """
select
    try_cast(id as bigint) as id,
    -- Whoever has no address was landed with this instead, so that the row is no reject.
    nullif(email, 'nobody') as email,
    try_cast(score as double) as score
from {{ source('crm', 'contact') }}
where try_cast(id as bigint) is not null
"""
KPI = """
select
    'closing_rate' as metric,
    'activation' as pillar,
    'month' as period_type,
    date '2026-05-01' as period_start,
    date '2026-06-01' as period_end,
    'all' as segment_type,
    'all' as segment_value,
    cast(1 as decimal(28, 6)) as numerator,
    cast(count(*) as decimal(28, 6)) as denominator,
    cast(1 as double) / nullif(count(*), 0) as value,
    false as is_provisional
from {{ ref('stg_crm__contact') }}
"""
REJECTED_ROWS = f"select * from build.{REJECTED}"
MODELS_YAML = """
version: 2
models:
  - name: stg_crm__contact
    config: {meta: {owner: data_engineering}}
    columns:
      - name: email
        data_tests:
          - not_null: {name: every_contact_has_an_email}
  - name: fct_revenue
    config: {meta: {owner: sales}}
    columns:
      - name: id
        data_tests:
          - unique: {name: one_revenue_row_per_contact}
"""
PROJECT_YAML = """
name: tiny
version: "1.0.0"
config-version: 2
profile: aarrr
vars: {connectors: [crm], as_of: "2026-07-01 00:00:00"}
test-paths: ["tests/dbt"]
flags: {send_anonymous_usage_stats: false}
models:
  tiny:
    staging: {+schema: staging, +materialized: view}
    marts: {+database: warehouse, +schema: marts, +materialized: table}
seeds:
  tiny:
    +database: warehouse
    agreement: {+schema: agreement}
    reference: {+schema: reference}
"""
PILLAR_METRICS = (
    "application_id,pillar,metric,is_primary,is_vanity,direction,target,unit,owner,valid_from,"
    "valid_to\n"
    "global,activation,closing_rate,true,false,up,0.2,ratio,sales,2017-01-01,\n"
)
# What the page of the agreement is made of, as the repository has it.
PAGE_SEEDS = sorted(table.replace(".", "/") for table in COLUMNS)
REPOSITORY = Path(__file__).resolve().parents[1]


def write_dbt_project(project: Path) -> Path:
    """A dbt project with the marts that the orchestration names, one row a contact in each."""
    write_contracts(project)
    write = {
        "dbt_project.yml": PROJECT_YAML,
        "models/staging/crm/stg_crm__contact.sql": STAGING,
        "models/marts/kpi.sql": KPI,
        "models/marts/rejected_rows.sql": REJECTED_ROWS,
        "models/_models.yml": MODELS_YAML,
    }
    for seed in PAGE_SEEDS:
        name = f"seeds/{seed}.csv"
        write[name] = (REPOSITORY / name).read_text(encoding="utf-8")
    write["seeds/agreement/pillar_metrics.csv"] = PILLAR_METRICS
    for fact, columns in FACTS.items():
        measures = ", ".join(f"score as {column}" for column in columns.split(", "))
        query = f"select id, {measures} from {{{{ ref('stg_crm__contact') }}}}"
        write[f"models/marts/{fact}.sql"] = query
    macros = ("macros/generate_schema_name.sql", "macros/materializations.sql")
    for name in ("profiles.yml.example", *macros):
        write[name] = (REPOSITORY / name).read_text(encoding="utf-8")
    owners = "orchestration/owners.yml"
    write[owners] = (REPOSITORY / owners).read_text(encoding="utf-8")
    for name, content in write.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return project


def contacts(rows: int, score: float = 1.0, email: str = "'c' || i || '@b.example'") -> str:
    """A query that yields that many contacts."""
    return (
        f"select i::bigint as id, {email} as email, {score}::decimal(18, 2) as score, "
        f"timestamp '2026-06-30 22:00:00' as recorded_at from range({rows}) as r(i)"
    )


def environment_of(folder: Path) -> dict[str, str]:
    """The environment of a run in a folder with project/, landing/ and warehouse/."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALERT_")}
    return {
        **kept,
        "PYTHONPATH": str(REPOSITORY),
        "AARRR_PROJECT_PATH": str(folder / "project"),
        "LANDING_PATH": str(folder / "landing"),
        "WAREHOUSE_PATH": str(folder / "warehouse"),
        "AARRR_AS_OF": "2026-07-01 00:00:00",
    }
