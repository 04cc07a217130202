"""What if: reading a candidate, putting it among the versions, comparing, and the page."""

from __future__ import annotations

import csv
import re
import string
from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from markupsafe import Markup

from orchestration.lib.build_files import BUILD_FILE, WAREHOUSE_FILE, create_warehouse
from orchestration.lib.errors import UserError
from orchestration.lib.settings import PROJECT, Settings
from orchestration.lib.what_if import candidate as candidates
from orchestration.lib.what_if import command, read, report, words
from orchestration.lib.what_if.candidate import PARTS, Agreement, Period, Version
from orchestration.lib.what_if.compare import Comparison, Ratio, compare, mondays, promise_of
from orchestration.lib.what_if.read import Deal, Facts, HandOff, Lead

YEAR = Period(date(2025, 7, 1), date(2026, 7, 1))


@pytest.fixture(scope="module")
def agreement() -> Agreement:
    return candidates.read_agreement(PROJECT)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a candidate's files, and returns its folder."""

    def written(**files: str) -> Path:
        target = tmp_path / "proposal"
        target.mkdir()
        for name, content in files.items():
            (target / f"{name}.csv").write_text(content, encoding="utf-8")
        return target

    return written


PROMISE = (
    "promise_id,team,source_channel,promised_per_week,is_prorated,lowest_attainment,"
    "highest_attainment,capacity_per_week,dispute_window_days\n"
    "weekly_leads,marketing,,{promised},{prorated},0.5,1.5,{capacity},14\n"
)


# ---------------------------------------------------------------- a candidate's folder


def test_what_a_candidate_lacks_comes_from_the_version_in_force_at_the_end(
    agreement: Agreement, folder: Callable[..., Path]
) -> None:
    given = folder(promises=PROMISE.format(promised=9, prorated="true", capacity=""))
    for day, base in ((date(2025, 6, 30), "1"), (date(2025, 7, 1), "2"), (date(2030, 1, 1), "2")):
        candidate = candidates.read_candidate(given, PROJECT, agreement, day)
        assert candidate.base == base
        assert candidate.parts["qualification_rules"] == agreement.part("qualification_rules", base)
        assert [row["promised_per_week"] for row in candidate.parts["promises"]] == ["9"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "holds no file of a candidate"),
        ({"qualification_rule": "rule_id\n"}, "holds qualification_rule.csv, which no version"),
        ({"signatures": "team\n"}, "holds signatures.csv, which no version"),
        ({"score_groups": "agreement_version,axis,point_group,highest_points\n"}, "agreement_vers"),
        ({"score_groups": "axis,point_group\n"}, "column highest_points is missing"),
        ({"score_groups": "axis,point_group,highest_points,x\n"}, "column x is unknown"),
        ({"score_groups": "axis,point_group,highest_points\nfit,company\n"}, "line 2: 2 cells"),
    ],
)
def test_a_folder_that_is_no_candidate_is_refused(
    agreement: Agreement, folder: Callable[..., Path], files: dict[str, str], said: str
) -> None:
    given = folder(**files)
    with pytest.raises(UserError, match=re.escape(said)):
        candidates.read_candidate(given, PROJECT, agreement, YEAR.end)


def test_a_folder_that_is_not_there_is_refused(agreement: Agreement, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is no folder"):
        candidates.read_candidate(tmp_path / "absent", PROJECT, agreement, YEAR.end)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-07-01", "2026-07-01", "is not before"),
        ("2025-07-01", "2026-07-02", "lies after 2026-07-01"),
        ("2016-12-31", "2026-07-01", "lies before 2017-01-01"),
        ("July", "2026-07-01", "--from is 'July'"),
    ],
)
def test_a_period_that_cannot_be_replayed_is_refused_before_anything_is_built(
    tmp_path: Path, first: str, last: str, said: str
) -> None:
    settings = Settings(PROJECT, tmp_path, tmp_path / "warehouse", "2026-06-30 22:00:00", 1)
    with pytest.raises(UserError, match=said):
        command.what_if(settings, PROJECT / "presets" / "score_and_fit", first, last, None)
    assert not (tmp_path / "warehouse").exists()


@pytest.mark.parametrize("preset", ["form_or_manual_entry", "score_and_fit"])
def test_the_presets_name_only_what_their_rules_and_scores_hold(
    agreement: Agreement, preset: str
) -> None:
    parts = candidates.read_candidate(
        PROJECT / "presets" / preset, PROJECT, agreement, YEAR.end
    ).parts
    rules = {row["rule_id"] for row in parts["qualification_rules"]}
    assert rules == {row["rule_id"] for row in parts["rule_conditions"]}
    axes = {row["axis"] for row in parts["score_lines"]}
    asked = {row["signal"] for row in parts["rule_conditions"] if row["signal_kind"] == "score"}
    assert asked <= axes
    with (PROJECT / "seeds" / "reference" / "activities.csv").open(encoding="utf-8") as file:
        known = {row["activity"] for row in csv.DictReader(file)}
    for row in [*parts["rule_conditions"], *parts["score_lines"]]:
        assert row["signal_kind"] != "activity" or row["signal"] in known


# ---------------------------------------------------------------- among the versions


def _three() -> Agreement:
    versions = [
        Version("1", date(2020, 1, 1), date(2022, 1, 1)),
        Version("2", date(2022, 1, 1), date(2024, 1, 1)),
        Version("3", date(2024, 1, 1), None),
    ]
    rows = {seed: [] for seed in ("signatures", *PARTS)} | {"agreement_versions": []}
    rows["exclusions"] = [
        {"agreement_version": one.number, "value": f"of {one.number}"} for one in versions
    ]
    columns = {"agreement_versions": ["agreement_version", "valid_from", "valid_to", "rationale"]}
    return Agreement(versions, rows, columns)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        # Within one version, which then holds on both sides.
        ((2022, 6, 1), (2022, 9, 1), ["1", "2", None, "2", "3"]),
        # Over a whole version, which disappears.
        ((2021, 6, 1), (2024, 6, 1), ["1", None, "3"]),
        # From one version's first day to another's.
        ((2022, 1, 1), (2024, 1, 1), ["1", None, "3"]),
        # From before the first.
        ((2019, 1, 1), (2020, 6, 1), [None, "1", "2", "3"]),
    ],
)
def test_the_versions_before_and_after_the_period_are_cut(
    start: tuple[int, int, int], end: tuple[int, int, int], expected: list[str | None]
) -> None:
    three, period = _three(), Period(date(*start), date(*end))
    own = candidates.Candidate("proposal", {"exclusions": [{"value": "of the candidate"}]}, (), "3")
    proposed, number = candidates.with_candidate(three, own, period)
    named = {row["agreement_version"]: row["value"] for row in proposed.rows["exclusions"]}
    assert [named[version.number] for version in proposed.versions] == [
        f"of {source}" if source else "of the candidate" for source in expected
    ]
    assert [version.number for version in proposed.versions] == [
        str(position) for position in range(1, len(expected) + 1)
    ]
    assert number == str(1 + expected.index(None))
    for earlier, later in zip(proposed.versions, proposed.versions[1:], strict=False):
        assert earlier.valid_to == later.valid_from
    candidate = proposed.versions[expected.index(None)]
    assert (candidate.valid_from, candidate.valid_to) == (period.start, period.end)


# ---------------------------------------------------------------- the comparison


def _instant(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 10:00:00")


def _lead(person: int, day: str, known: str | None = None, *, customer: bool = False) -> Lead:
    instant = _instant(day)
    known_at = _instant(known or day)
    return Lead(person, 1, instant, instant.date(), known_at, "demo", customer)


def _deal(outcome: str, day: str, first: str | None = None) -> Deal:
    return Deal(outcome, _instant(day), _instant(first or day))


def _promising(promised: str, *, capacity: str = "", prorated: str = "false") -> Agreement:
    content = PROMISE.format(promised=promised, prorated=prorated, capacity=capacity)
    row = next(csv.DictReader(content.splitlines()))
    rows = {"promises": [{"agreement_version": "1", **row}]}
    return Agreement([Version("1", date(2020, 1, 1), None)], rows, {})


# A Wednesday to a Wednesday: two weeks cut by the period, and one whole one.
SHORT = Period(date(2026, 3, 4), date(2026, 3, 18))


def _compared(
    baseline: list[Lead],
    candidate: list[Lead],
    deals: dict[int, Deal] | None = None,
    hand_offs: dict[int, HandOff] | None = None,
    agreement: Agreement | None = None,
    days: dict[date, bool] | None = None,
) -> Comparison:
    facts = Facts(
        {(person, 1): deal for person, deal in (deals or {}).items()},
        {(person, 1): hand_off for person, hand_off in (hand_offs or {}).items()},
        days or {},
        date(2020, 1, 1),
    )
    both = (agreement or _promising("2"),) * 2
    return compare(baseline, candidate, facts, both, SHORT, datetime.date)


def test_leads_are_gained_lost_or_both_and_only_those_of_the_period_count() -> None:
    found = _compared(
        [_lead(1, "2026-03-04"), _lead(2, "2026-03-05"), _lead(3, "2026-03-03")],
        [_lead(1, "2026-03-10"), _lead(4, "2026-03-17"), _lead(5, "2026-03-18")],
    )
    assert (found.both, found.lost, found.gained) == ([(1, 1)], [(2, 1)], [(4, 1)])
    weeks = [(week.monday.day, week.is_partial, week.baseline.leads, week.candidate.leads,
              week.gained, week.lost) for week in found.weeks]  # fmt: skip
    assert weeks == [(2, True, 2, 0, 0, 1), (9, False, 0, 1, 0, 0), (16, True, 0, 1, 1, 0)]


def test_precision_is_over_resolved_leads_alone() -> None:
    outcomes = {1: "won", 2: "won", 3: "lost", 4: "recycled", 5: "open"}
    deals = {person: _deal(outcome, "2026-03-12") for person, outcome in outcomes.items()}
    leads = [_lead(person, "2026-03-10") for person in range(1, 7)]
    found = _compared([], leads, deals)
    assert found.candidate.precision == Ratio(2, 4)
    assert found.baseline.precision.value is None
    assert (found.candidate.outcomes["open"], found.candidate.outcomes["no_deal"]) == (1, 1)


def test_a_lead_known_only_after_a_deal_of_the_cycle_does_not_count() -> None:
    """Neither one qualified later, nor one dated earlier by a row that was recorded later."""
    deals = {person: _deal("won", "2026-03-12", first="2026-03-10") for person in (1, 2, 3)}
    found = _compared(
        [],
        [
            _lead(1, "2026-03-11"),
            _lead(2, "2026-03-09", known="2026-03-11"),
            _lead(3, "2026-03-10"),
        ],
        deals,
    )
    assert list(found.candidate.leads) == [(3, 1)]
    assert found.candidate.left_out == {"after_deal": 2}
    assert found.candidate.recall == Ratio(1, 3)


def test_people_of_companies_that_are_customers_are_counted_apart() -> None:
    found = _compared([], [_lead(1, "2026-03-10", customer=True), _lead(2, "2026-03-10")])
    assert list(found.candidate.leads) == [(2, 1)]
    assert found.candidate.left_out == {"customer": 1}


def test_recall_is_over_the_deals_of_the_period_that_were_won() -> None:
    deals = {
        1: _deal("won", "2026-03-12"),
        2: _deal("won", "2026-03-12"),
        3: _deal("lost", "2026-03-12"),
        4: _deal("won", "2026-03-18"),
        5: _deal("won", "2026-03-12"),
    }
    before = [_lead(5, "2026-03-01")]
    found = _compared([*before, _lead(1, "2026-03-10")], [*before, _lead(4, "2026-03-10")], deals)
    # Person 5 was called before the period, by whatever was in force then.
    assert found.called_before == 1
    assert (found.baseline.recall, found.candidate.recall) == (Ratio(1, 2), Ratio(0, 2))


def test_attainment_is_of_whole_weeks_and_follows_the_business_days() -> None:
    closed = {date(2026, 3, 9) + timedelta(days=number): number > 1 for number in range(5)}
    leads = [_lead(person, "2026-03-12") for person in range(3)]
    prorated = _promising("5", prorated="true", capacity="2")
    found = _compared(leads, leads[:1], agreement=prorated, days=closed)
    whole = found.weeks[1]
    assert (whole.baseline.promised, whole.baseline.attainment, whole.baseline.is_kept) == (
        3, 1.0, True,
    )  # fmt: skip
    assert (whole.candidate.attainment, whole.candidate.is_kept) == (1 / 3, False)
    assert [week.baseline.is_above_capacity for week in found.weeks] == [False, True, False]
    assert found.weeks[0].baseline.attainment is None
    full = promise_of(_promising("5"), date(2026, 3, 9), Facts({}, {}, closed, None))
    assert full is not None
    assert full.promised == Fraction(5)


def test_load_is_shared_evenly_where_nobody_received_the_lead() -> None:
    hand_offs = {
        1: HandOff(_instant("2026-03-10"), "Ada"),
        2: HandOff(_instant("2026-03-10"), "Bob"),
        3: HandOff(_instant("2026-02-10"), "Eve"),
    }
    leads = [_lead(person, "2026-03-10") for person in (1, 2, 3, 4)]
    found = _compared(
        leads[:2], leads, hand_offs=hand_offs, agreement=_promising("2", capacity="3")
    )
    assert [load.salesperson for load in found.loads] == ["Ada", "Bob"]
    # Two weeks; Eve received nobody in the period, so her lead is shared as the one without owner.
    assert [(load.baseline, load.candidate) for load in found.loads] == [(0.5, 1.0)] * 2
    assert found.shared == {"baseline": 0, "candidate": 2}
    above = [(load.baseline_weeks_above, load.candidate_weeks_above) for load in found.loads]
    assert above == [(0, 1)] * 2


def test_weeks_are_those_that_the_period_touches() -> None:
    assert mondays(Period(date(2026, 3, 9), date(2026, 3, 16))) == [date(2026, 3, 9)]
    assert mondays(Period(date(2026, 3, 15), date(2026, 3, 17))) == [
        date(2026, 3, 9),
        date(2026, 3, 16),
    ]


# ---------------------------------------------------------------- what the builds say

BUILT = """
    create schema warehouse.marts;
    create schema intermediate;
    create schema staging;
    create table warehouse.marts.dim_date as
    select date '2026-03-09' as day_on, true as is_business_day;
    create table intermediate.int_person_activities as
    select timestamp '2026-01-05 10:00:00' as occurred_at;
    create table intermediate.int_cycle_deals as
    select
        1::bigint as person_key, 1::bigint as cycle_no, 'won' as outcome,
        timestamp '2026-03-12 10:00:00' as created_at,
        timestamp '2026-03-11 10:00:00' as first_created_at;
    create table staging.stg_hubspot__owner as
    select 7::bigint as owner_id, 'Ada' as first_name, 'Roy' as last_name;
    create table intermediate.int_hand_offs as
    select * from (values
        (1::bigint, 1::bigint, timestamp '2026-03-10 10:00:00', '7'),
        (2, 1, timestamp '2026-03-10 10:00:00', 'Bob')
    ) as hand_offs (person_key, cycle_no, handed_off_at, handed_off_to);
    create table intermediate.int_customer_periods as
    select * from (values
        ('account', 10::bigint, timestamp '2025-01-01', timestamp '2025-06-01'),
        ('account', 10, timestamp '2026-03-10 12:00:00', null),
        ('person', 20, timestamp '2025-01-01', null)
    ) as periods (subject_type, subject_key, started_at, ended_at);
    create table warehouse.marts.fct_qualification as
    select
        person_key, cycle_no::integer as cycle_no, stage, qualified_at::timestamp as qualified_at,
        qualified_at::date as qualified_on, believed_from::timestamp as believed_from, rule_id,
        account_key, is_imputed
    from (values
        (1::bigint, 1, 'mql', '2026-03-10 10:00:00', '2026-03-10 11:00:00', 'first', 10, false),
        (1, 1, 'mql', '2026-03-01 10:00:00', '2026-03-20 10:00:00', 'corrected', 10, false),
        (1, 1, 'sal', '2026-02-01 10:00:00', '2026-02-01 10:00:00', 'accepted', 10, false),
        (1, 2, 'mql', '2026-03-10 13:00:00', '2026-03-10 13:00:00', 'again', 10, false),
        (2, 1, 'mql', '2026-02-01 10:00:00', '2026-02-01 10:00:00', null, 20, true)
    ) as beliefs (
        person_key, cycle_no, stage, qualified_at, believed_from, rule_id, account_key, is_imputed
    );
"""


def test_a_lead_is_what_was_believed_first(tmp_path: Path) -> None:
    """Not what was corrected since, nor another stage, nor one that is merely imputed."""
    create_warehouse(tmp_path)
    with duckdb.connect(str(tmp_path / BUILD_FILE)) as connection:
        connection.execute(f"attach '{tmp_path / WAREHOUSE_FILE}' as warehouse")
        connection.execute(BUILT)
    leads = [(lead.passing, lead.rule_id, lead.is_customer) for lead in read.read_leads(tmp_path)]
    assert leads == [((1, 1), "first", False), ((1, 2), "again", True)]
    facts = read.read_facts(tmp_path)
    assert facts.deals == {(1, 1): _deal("won", "2026-03-12", first="2026-03-11")}
    salespeople = {key: hand_off.salesperson for key, hand_off in facts.hand_offs.items()}
    assert salespeople == {(1, 1): "Ada Roy", (2, 1): "Bob"}
    assert facts.first_day == date(2026, 1, 5)


# ---------------------------------------------------------------- the page


class _Page(HTMLParser):
    """What a reader without eyes for the layout would meet."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.language = ""
        self.open: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "path", "polyline"):
            self.open.append(tag)
        found = dict(attrs)
        self.language = found.get("lang") or self.language
        self.links += [str(found[name]) for name in ("src", "href") if name in found]

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("path", "polyline"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_page_stands_alone_and_tells_the_figures(agreement: Agreement, language: str) -> None:
    candidate = candidates.read_candidate(
        PROJECT / "presets" / "score_and_fit", PROJECT, agreement, YEAR.end
    )
    deals = {1: _deal("won", "2026-03-12"), 2: _deal("lost", "2026-03-12")}
    hand_offs = {1: HandOff(_instant("2026-03-10"), "Ada <b>")}
    leads = [_lead(person, "2026-03-10") for person in (1, 2, 3)]
    found = _compared(leads[:1], leads, deals, hand_offs)
    said = Markup("<dl><dd><del>once</del></dd><dd><ins>twice</ins></dd></dl>")
    content = report.page(candidate, said, found, "2026-06-30 22:00:00", language)
    page = _Page(content)
    assert page.open == []
    assert page.language == language
    assert page.links == []
    assert "<title id=" in content
    for shown in report.headline(found, language), "Ada <b>", "score_and_fit", "twice":
        assert shown in page.text
    assert {"en": "50.0% (1 of 2)", "fr": "50,0\u202f% (1 sur 2)"}[language] in page.text


def test_both_languages_have_the_same_blanks() -> None:
    def blanks(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for name, (english, french) in words.WORDS.items():
        assert blanks(english) == blanks(french), name


def test_a_month_without_promise_or_leads_is_drawn(agreement: Agreement) -> None:
    none = Agreement([Version("1", date(2020, 1, 1), None)], {"promises": []}, {})
    candidate = candidates.read_candidate(
        PROJECT / "presets" / "score_and_fit", PROJECT, agreement, YEAR.end
    )
    found = _compared([], [], agreement=none)
    assert [week.baseline.attainment for week in found.weeks] == [None] * 3
    page = _Page(report.page(candidate, Markup(""), found, "2026-06-30 22:00:00", "en"))
    assert "there is no load to show" in page.text
