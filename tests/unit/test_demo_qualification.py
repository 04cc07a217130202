"""Evaluations, scores and beliefs in plain Python, against values worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from demo import clock, story_leads
from demo.clock import DAY, HOUR, MINUTE, instant_of
from demo.company import RULE_CHANGE
from demo.definitions import qualification, scores, signals
from demo.definitions.agreement import (
    ACTIVITY,
    ATTRIBUTE,
    SCORE,
    Agreement,
    AgreementError,
    Condition,
    Grade,
    Rule,
    ScoreLine,
    Version,
    compare,
    read_agreement,
)
from demo.definitions.judgement import Judge, Truth
from demo.definitions.qualification import Occurrence, all_stages, occurrences
from demo.definitions.scores import View
from demo.definitions.signals import Signal, Signals
from demo.model import Account, Change, Contact, Deal, Deed, Engagement, FileContact, Member, Person
from demo.story import Case
from demo.world import World

AT = instant_of(2025, 9, 2, 10)
FOREVER = clock.day_number(2030, 1, 1)


def did(name: str, *instants: int, recorded_after: int = 0) -> Signals:
    """An activity done at these instants, each recorded so much later."""
    return {(ACTIVITY, name): [Signal(at, at + recorded_after, "") for at in instants]}


def was(attribute: str, *values: tuple[int, str], recorded_after: int = 0) -> Signals:
    """The values of an attribute, each recorded so much after it was taken."""
    own = [Signal(at, at + recorded_after, value) for at, value in values]
    return {(ATTRIBUTE, attribute): own}


def asks(
    signal: str,
    operator: str = "at_least",
    value: str = "1",
    *,
    kind: str = ACTIVITY,
    aggregate: str = "count",
    window: int | None = None,
) -> Condition:
    """A condition of a rule."""
    return Condition(kind, signal, aggregate, compare(operator, value), window)


def rule(
    *groups: tuple[Condition, ...],
    name: str = "rule",
    stage: str = "mql",
    priority: int = 1,
    cool_down: int = 0,
) -> Rule:
    """A rule of these groups of conditions."""
    return Rule(name, stage, priority, "path", cool_down, groups)


def version(
    *rules: Rule,
    lines: tuple[ScoreLine, ...] = (),
    caps: dict[tuple[str, str], Decimal] | None = None,
    grades: tuple[Grade, ...] = (),
    exclusions: tuple[tuple[str, str], ...] = (),
    number: str = "1",
    days: tuple[int, int | None] = (0, None),
) -> Version:
    """A version of an agreement about qualification alone."""
    return Version(number, *days, rules, exclusions, lines, caps or {}, grades, {}, (), ())


def points(
    signal: str, amount: str, half_life: int | None = None, group: str = "group"
) -> ScoreLine:
    """Points for an activity on the axis of engagement."""
    return ScoreLine(
        signal, "engagement", group, ACTIVITY, signal, None, Decimal(amount), half_life
    )


def found(
    history: Signals, *versions: Version, ends: tuple[int, ...] = (), stage: str = "mql"
) -> list[tuple[int, int, str | None]]:
    """The occurrences of a history: instant, known at and rule."""
    agreement = Agreement(versions, frozenset(["employees"]))
    own = occurrences(history, ends, agreement, stage)
    return [(one.at, one.known_at, one.rule_id) for one in own]


def view(history: Signals, instant: int, known_at: int | None = None) -> View:
    """What is visible of a history at an instant."""
    return View(history, frozenset(["employees"]), instant, known_at or instant)


# ---------- conditions


@pytest.mark.parametrize(
    ("operator", "value", "lower", "equal", "higher"),
    [
        ("at_least", "50", False, True, True),
        ("more_than", "50", False, False, True),
        ("at_most", "50", True, True, False),
        ("less_than", "50", True, False, False),
        ("equals", "50.0", False, True, False),
        ("differs_from", "50", True, False, True),
        ("is_set", "", True, True, True),
    ],
)
def test_numbers_are_compared_as_numbers(
    operator: str, value: str, lower: bool, equal: bool, higher: bool
) -> None:
    condition = asks("employees", operator, value, kind=ATTRIBUTE)
    results = [
        view(was("employees", (AT, size)), AT).holds(version(), condition)
        for size in ("9", "50", "100")
    ]
    assert results == [lower, equal, higher]


@pytest.mark.parametrize(
    ("operator", "value", "holds"),
    [
        ("equals", "Head of Sales", True),
        ("equals", "head", False),
        ("differs_from", "head", True),
        ("differs_from", "head of sales", False),
        ("one_of", "intern| Head of sales ", True),
        ("one_of", "intern|head", False),
        ("none_of", "intern|head", True),
        ("none_of", "head of sales", False),
        ("contains", "SALES", True),
        ("contains", "market", False),
        ("is_set", "", True),
        ("at_least", "1", False),
    ],
)
def test_texts_are_compared_trimmed_and_in_lower_case(
    operator: str, value: str, holds: bool
) -> None:
    history = was("job_title", (AT, signals.normalised("  Head of Sales ")))
    condition = asks("job_title", operator, value, kind=ATTRIBUTE)
    assert view(history, AT).holds(version(), condition) is holds


@pytest.mark.parametrize("operator", ["differs_from", "none_of", "at_most", "is_set", "equals"])
def test_nothing_holds_for_an_attribute_without_value(operator: str) -> None:
    condition = asks("job_title", operator, "", kind=ATTRIBUTE)
    blanked = was("job_title", (AT - DAY, "head"), (AT, ""))
    assert not view(blanked, AT).holds(version(), condition)
    assert not view({}, AT).holds(version(), condition)


def test_a_window_includes_its_end_and_excludes_its_start() -> None:
    twice = rule((asks("look", value="2", window=7),))
    assert found(did("look", AT - 7 * DAY, AT), version(twice)) == []
    inside = did("look", AT - 7 * DAY + 1, AT)
    assert found(inside, version(twice)) == [(AT, AT, "rule")]


def test_days_are_those_of_the_business_and_not_of_utc() -> None:
    # Half past eleven at night and half past midnight, in Paris: one day of UTC, two of ours.
    evening, night = instant_of(2025, 9, 2, 23.5), instant_of(2025, 9, 3, 0.5)
    two_days = rule((asks("look", value="2", aggregate="days", window=7),))
    assert found(did("look", evening, night), version(two_days)) == [(night, night, "rule")]
    assert found(did("look", evening - HOUR, evening), version(two_days)) == []


def test_a_group_asks_for_any_of_its_conditions_and_a_rule_for_all_groups() -> None:
    met = rule((asks("form"), asks("call")), (asks("employees", value="50", kind=ATTRIBUTE),))
    large, small = was("employees", (AT, "50")), was("employees", (AT, "49"))
    call = did("call", AT + HOUR)
    assert found({**call, **large}, version(met)) == [(AT + HOUR, AT + HOUR, "rule")]
    assert found({**call, **small}, version(met)) == []
    assert found(large, version(met)) == []


def test_of_several_rules_the_lowest_priority_gives_its_name() -> None:
    late = rule((asks("form"),), name="late", priority=2)
    early = rule((asks("form"),), name="early", priority=1)
    read = read_agreement().versions[1].rules_of["mql"]
    assert [one.priority for one in read] == sorted(one.priority for one in read)
    assert found(did("form", AT), version(early, late))[0][2] == "early"


# ---------- scores


@pytest.mark.parametrize(
    ("amount", "half_life", "age", "expected"),
    [
        ("10", 30, 0, "10.00"),
        ("10", 30, 30 * DAY, "5.00"),
        # 29 whole days: 10 * 0.5 ^ (29/30) = 5.1171…
        ("10", 30, 30 * DAY - 1, "5.12"),
        # Three half-lives: 5 ÷ 8 = 0.625, and the half goes away from zero.
        ("5", 60, 180 * DAY, "0.63"),
        ("-5", 60, 180 * DAY, "-0.63"),
        ("10", None, 900 * DAY, "10.00"),
    ],
)
def test_points_fade_by_whole_days(
    amount: str, half_life: int | None, age: int, expected: str
) -> None:
    scored = version(lines=(points("form", amount, half_life),))
    history = did("form", AT)
    assert view(history, AT + age).score(scored, "engagement") == Decimal(expected)


def test_every_activity_gives_points_and_each_is_rounded() -> None:
    # 1 ÷ 8 = 0.125 twice: 0.13 + 0.13, not 0.25.
    scored = version(lines=(points("form", "1", 10),))
    history = did("form", AT, AT + 1)
    assert view(history, AT + 30 * DAY + 1).score(scored, "engagement") == Decimal("0.26")


def test_a_group_is_capped_before_negative_points_of_another_are_taken_off() -> None:
    lines = (
        points("form", "8", group="content"),
        points("paper", "9", group="content"),
        points("look", "6", group="site"),
        points("job", "-20", group="other"),
    )
    scored = version(lines=lines, caps={("engagement", "content"): Decimal(10)})
    history = {**did("form", AT), **did("paper", AT), **did("look", AT), **did("job", AT)}
    # min(8 + 9, 10) + 6 - 20
    assert view(history, AT).score(scored, "engagement") == Decimal(-4)
    assert view(history, AT).score(scored, "fit") == 0


def test_negative_points_within_a_group_are_taken_off_before_its_cap() -> None:
    lines = (points("form", "25"), points("job", "-20"))
    scored = version(lines=lines, caps={("engagement", "group"): Decimal(10)})
    history = {**did("form", AT), **did("job", AT)}
    assert view(history, AT).score(scored, "engagement") == Decimal(5)


def test_a_line_about_an_attribute_gives_its_points_once() -> None:
    line = ScoreLine(
        "size", "fit", "g", ATTRIBUTE, "employees", compare("at_least", "50"), Decimal(15), None
    )
    scored = version(lines=(line,))
    grown = was("employees", (AT, "20"), (AT + DAY, "60"), (AT + 2 * DAY, "80"))
    given = [view(grown, AT + days * DAY).score(scored, "fit") for days in (0, 1, 2)]
    assert given == [0, Decimal(15), Decimal(15)]


@pytest.mark.parametrize(
    ("score", "grade"), [("9.99", "3"), ("10", "2"), ("24.99", "2"), ("25", "1"), ("-40", None)]
)
def test_a_grade_begins_with_its_lowest_score(score: str, grade: str | None) -> None:
    steps = (("1", 25), ("3", 0), ("2", 10))
    grades = tuple(Grade("engagement", name, Decimal(lowest)) for name, lowest in steps)
    other = Grade("fit", "A", Decimal(-1000))
    graded = version(grades=(*grades, other))
    assert scores.grade(graded, "engagement", Decimal(score)) == grade


def test_a_score_decides_a_rule_at_the_instant_at_which_it_is_reached() -> None:
    enough = rule((asks("engagement", value="15", kind=SCORE, aggregate="total"),))
    scored = version(enough, lines=(points("form", "10", 30),))
    # 10 * 0.5 ^ (30/30) + 10 = 15; one day later 10 * 0.5 ^ (31/30) + 10 = 14.89.
    assert found(did("form", AT, AT + 30 * DAY), scored) == [(AT + 30 * DAY,) * 2 + ("rule",)]
    assert found(did("form", AT, AT + 31 * DAY), scored) == []


# ---------- evaluations, late rows and beliefs


def beliefs(history: Signals, *versions: Version) -> list[tuple[int, int, int | None]]:
    """The beliefs of the only occurrence: instant, from and to."""
    (one,) = occurrences(history, (), Agreement(versions))
    return [(belief.at, belief.known_at, until) for belief, until in qualification.believed(one)]


def test_a_late_row_moves_an_occurrence_earlier_when_it_becomes_known() -> None:
    either = version(rule((asks("form"), asks("demo"))))
    late = did("form", AT, recorded_after=20 * DAY)
    assert beliefs({**late, **did("demo", AT + 7 * DAY, recorded_after=HOUR)}, either) == [
        (AT + 7 * DAY, AT + 7 * DAY + HOUR, AT + 20 * DAY),
        (AT, AT + 20 * DAY, None),
    ]


def test_a_late_row_that_changes_nothing_changes_no_belief() -> None:
    either = version(rule((asks("form"), asks("demo"))))
    late = did("form", AT + 8 * DAY, recorded_after=20 * DAY)
    history = {**late, **did("demo", AT, recorded_after=HOUR)}
    assert beliefs(history, either) == [(AT, AT + HOUR, None)]


def test_a_late_row_is_weighed_at_the_instants_after_it_too() -> None:
    # The first look was recorded on the tenth day: only then were there two, on the second day.
    twice = version(rule((asks("look", value="2", window=7),)))
    looks = {
        (ACTIVITY, "look"): [Signal(AT, AT + 10 * DAY, ""), Signal(AT + DAY, AT + DAY + HOUR, "")]
    }
    assert beliefs(looks, twice) == [(AT + DAY, AT + 10 * DAY, None)]


def test_three_beliefs_each_earlier_than_the_one_before() -> None:
    any_of = version(rule((asks("form"),)))
    forms = {
        (ACTIVITY, "form"): [
            Signal(AT, AT + 30 * DAY, ""),
            Signal(AT + DAY, AT + 9 * DAY, ""),
            Signal(AT + 2 * DAY, AT + 40 * DAY, ""),
            Signal(AT + 5 * DAY, AT + 5 * DAY, ""),
        ]
    }
    assert beliefs(forms, any_of) == [
        (AT + 5 * DAY, AT + 5 * DAY, AT + 9 * DAY),
        (AT + DAY, AT + 9 * DAY, AT + 30 * DAY),
        (AT, AT + 30 * DAY, None),
    ]


def test_what_no_rule_uses_gives_no_evaluation() -> None:
    # The third look leaves the window; nothing that the rule uses happens before it does.
    few = version(rule((asks("form"),), (asks("look", "at_most", "2", window=7),)))
    history = {
        **did("form", AT + 2),
        **did("look", AT, AT + 1, AT + 2),
        **did("call", AT + 9 * DAY),
    }
    assert found(history, few) == []
    later = {**history, **did("look", AT, AT + 1, AT + 2, AT + 9 * DAY)}
    assert found(later, few) == [(AT + 9 * DAY, AT + 9 * DAY, "rule")]


def test_activities_of_an_earlier_cycle_are_not_visible_and_attributes_are() -> None:
    met = version(
        rule((asks("look", value="2"),), (asks("employees", value="50", kind=ATTRIBUTE),))
    )
    history = {**did("look", AT, AT + 2 * DAY), **was("employees", (AT, "60"))}
    assert found(history, met) == [(AT + 2 * DAY, AT + 2 * DAY, "rule")]
    assert found(history, met, ends=(AT + DAY,)) == []
    again = {**history, **did("look", AT, AT + 2 * DAY, AT + 3 * DAY)}
    assert found(again, met, ends=(AT + DAY,)) == [(AT + 3 * DAY, AT + 3 * DAY, "rule")]


def test_a_window_does_not_reach_back_into_an_earlier_cycle() -> None:
    twice = version(rule((asks("look", value="2", window=30),)))
    looks = did("look", AT, AT + 2 * DAY)
    assert found(looks, twice) == [(AT + 2 * DAY, AT + 2 * DAY, "rule")]
    assert found(looks, twice, ends=(AT + DAY,)) == []


# ---------- versions


def test_the_start_of_a_version_is_an_evaluation() -> None:
    start = instant_of(2025, 7, 1)
    day = clock.day_of(start)
    first = version(rule((asks("demo"),)), days=(0, day))
    second = version(rule((asks("look", value="2", window=14),)), number="2", days=(day, None))
    looks = did("look", start - 10 * DAY, start - 9 * DAY)
    assert found(looks, first, second) == [(start, start, "rule")]
    assert found(did("look", start - 14 * DAY, start - 9 * DAY), first, second) == []
    assert found(did("look", start - 14 * DAY, start), first, second) == []


def test_the_start_of_a_version_is_weighed_again_when_a_row_arrives_late() -> None:
    start = instant_of(2025, 7, 1)
    day = clock.day_of(start)
    first = version(rule((asks("demo"),)), days=(0, day))
    second = version(rule((asks("look", value="2", window=14),)), number="2", days=(day, None))
    looks = {
        (ACTIVITY, "look"): [
            Signal(start - 9 * DAY, start - 9 * DAY, ""),
            Signal(start - 3 * DAY, start + 4 * DAY, ""),
        ]
    }
    assert found(looks, first, second) == [(start, start + 4 * DAY, "rule")]


def test_rules_of_a_version_end_with_it() -> None:
    day = clock.day_of(AT)
    first = version(rule((asks("demo"),)), days=(0, day))
    second = version(rule((asks("look"),)), number="2", days=(day, None))
    assert found(did("demo", clock.at(day)), first, second) == []
    assert found(did("demo", clock.at(day) - 1), first, second) != []
    assert found(did("demo", AT), version(rule((asks("demo"),)), days=(0, day))) == []


# ---------- attributes and exclusions as known


def test_the_value_is_the_latest_known_at_the_evaluation() -> None:
    history = {
        (ATTRIBUTE, "employees"): [
            Signal(AT, AT + DAY, "10"),
            Signal(AT + 2 * DAY, AT + 9 * DAY, "20"),
            Signal(AT + 3 * DAY, AT + 3 * DAY, "30"),
        ]
    }
    seen = [
        view(history, AT + at * DAY, AT + known * DAY).value("employees")
        for at, known in ((0, 0), (0, 1), (2, 8), (2, 9), (3, 9), (3, 3))
    ]
    assert seen == ["", "10", "10", "20", "30", "30"]


def test_at_one_instant_the_last_recorded_value_counts_and_then_the_greatest_text() -> None:
    subject = Person(
        None, contacts=[contact(changes=[Change(AT, "country", "Belgium", "FORM", 2)])]
    )
    other = contact(changes=[Change(AT, "country", "Spain"), Change(AT, "country", "Italy")])
    subject.contacts.append(other)
    own = signals.signals_of(subject)
    assert view(own, AT + DAY).value("country") == "spain"
    assert view(own, AT + 3 * DAY).value("country") == "belgium"


@pytest.mark.parametrize(("known", "qualifies"), [(-DAY, False), (0, False), (1, True)])
def test_somebody_is_excluded_by_what_was_known_then(known: int, qualifies: bool) -> None:
    excluding = version(rule((asks("demo"),)), exclusions=(("account_relation", "competitor"),))
    relation = {(ATTRIBUTE, "account_relation"): [Signal(AT + known, AT + known, "competitor")]}
    assert bool(found({**did("demo", AT), **relation}, excluding)) is qualifies


def test_an_exclusion_that_ends_lets_a_rule_be_met_at_that_instant() -> None:
    excluding = version(rule((asks("demo"),)), exclusions=(("account_relation", "competitor"),))
    relation = was("account_relation", (AT - DAY, "competitor"), (AT + DAY, "customer"))
    assert found({**did("demo", AT), **relation}, excluding) == [(AT + DAY, AT + DAY, "rule")]


def test_exclusions_are_for_the_first_stage_alone() -> None:
    accepted = rule((asks("yes"),), stage="sal")
    excluding = version(accepted, exclusions=(("account_relation", "competitor"),))
    relation = was("account_relation", (AT - DAY, "competitor"))
    assert found({**did("yes", AT), **relation}, excluding, stage="sal") == [(AT, AT, "rule")]


# ---------- cool-down


@pytest.mark.parametrize(("wait", "expected"), [(90 * DAY - 1, 1), (90 * DAY, 2)])
def test_a_rule_rests_after_an_occurrence(wait: int, expected: int) -> None:
    resting = version(rule((asks("demo"),), cool_down=90))
    history = did("demo", AT, AT + wait)
    assert len(found(history, resting, ends=(AT + DAY,))) == expected


def test_only_the_rule_that_rests_is_kept_back() -> None:
    demo = rule((asks("demo"),), name="demo", cool_down=90)
    form = rule((asks("form"),), name="form", priority=2)
    history = {**did("demo", AT, AT + 9 * DAY), **did("form", AT + 9 * DAY)}
    own = found(history, version(demo, form), ends=(AT + DAY,))
    assert [name for _, _, name in own] == ["demo", "form"]


def test_after_the_cool_down_a_used_signal_brings_back_what_was_kept() -> None:
    demo = rule((asks("demo"),), name="demo", cool_down=90)
    form = rule((asks("form", value="5"),), name="form", priority=2)
    history = {**did("demo", AT, AT + 9 * DAY), **did("form", AT + 95 * DAY)}
    own = found(history, version(demo, form), ends=(AT + DAY,))
    assert own == [(AT, AT, "demo"), (AT + 95 * DAY, AT + 95 * DAY, "demo")]


# ---------- stages together


STAGED = version(
    rule((asks("demo"),), name="demo"),
    rule((asks("yes"),), name="yes", stage="sal"),
    rule((asks("call"),), name="call", stage="sql"),
)


def staged(history: Signals, ends: tuple[int, ...] = ()) -> list[tuple[str, int, int, bool]]:
    """The occurrences of all stages: stage, instant, known at and whether imputed."""
    reached = all_stages(history, ends, Agreement((STAGED,)))
    return [(one.stage, one.at, one.known_at, one.is_imputed) for one in reached]


def test_a_later_stage_implies_the_earlier_ones_of_its_cycle() -> None:
    called = did("call", AT, recorded_after=HOUR)
    assert staged(called) == [
        ("mql", AT, AT + HOUR, True),
        ("sal", AT, AT + HOUR, True),
        ("sql", AT, AT + HOUR, False),
    ]
    history = {**called, **did("demo", AT - 2 * DAY)}
    in_another_cycle = [one for one in staged(history, (AT - DAY,)) if one[0] == "mql"]
    assert in_another_cycle == [
        ("mql", AT - 2 * DAY, AT - 2 * DAY, False),
        ("mql", AT, AT + HOUR, True),
    ]


def test_the_first_of_the_later_stages_dates_what_is_imputed() -> None:
    before = {**did("call", AT, recorded_after=HOUR), **did("yes", AT + DAY)}
    assert staged(before)[0] == ("mql", AT, AT + HOUR, True)
    after = {**did("call", AT, recorded_after=HOUR), **did("yes", AT - DAY)}
    assert staged(after)[0] == ("mql", AT - DAY, AT - DAY, True)
    # At one instant the earlier stage, whatever was known first.
    together = {**did("call", AT, recorded_after=HOUR), **did("yes", AT, recorded_after=DAY)}
    assert staged(together)[0] == ("mql", AT, AT + DAY, True)


def test_an_imputed_stage_has_no_rule_and_the_version_of_its_instant() -> None:
    imputed = all_stages(did("call", AT), (), Agreement((STAGED,)))[0]
    assert (imputed.agreement_version, imputed.rule_id, imputed.beliefs) == ("1", None, ())
    assert qualification.believed(imputed) == []


def deal(created_at: int, kind: str = "new_business", *, is_deleted: bool = False) -> Deal:
    """An open deal."""
    return Deal("1", kind, created_at, is_deleted=is_deleted)


@pytest.mark.parametrize(
    ("deals", "expected"),
    [
        ([deal(AT - 1)], True),
        ([deal(AT)], False),
        ([deal(AT - 1, "renewal")], False),
        ([deal(AT - 1, is_deleted=True)], False),
        ([deal(AT - 9 * DAY)], False),
        ([], False),
    ],
)
def test_a_lead_is_of_sales_when_a_deal_of_its_cycle_came_first(
    deals: list[Deal], expected: bool
) -> None:
    lead = Occurrence("mql", AT, 2, AT, "1", "demo")
    assert qualification.is_from_sales(lead, deals, (AT - 5 * DAY,)) is expected


def test_a_hand_off_of_a_lead_of_sales_conforms_and_does_not_count() -> None:
    lead = Occurrence("mql", AT, 1, AT, "1", "demo")
    subject = Person(None, deeds=[Deed(AT, "handed_off", "crm")])
    for deals, counts in (([deal(AT - 1)], False), ([], True)):
        (one,) = qualification.hand_offs(subject, (), [lead], deals)
        assert (one.conforms, one.counts) == (True, counts)


# ---------- from the records of tools to signals


def contact(
    changes: list[Change] | None = None, *, job: str = "", email: str = "a@client.example"
) -> Contact:
    """A contact of the CRM, created at AT."""
    made = Contact(1, email, AT, "A", "B", "DIRECT_TRAFFIC", "", job=job, country="")
    made.changes = changes or []
    return made


def test_a_property_without_history_dates_from_the_sync_of_its_row() -> None:
    plain = Person(None, contacts=[contact(job="Buyer")])
    synced = AT + 20 * MINUTE
    assert signals.signals_of(plain)[ATTRIBUTE, "job_title"] == [Signal(synced, synced, "buyer")]
    blank = Person(None, contacts=[contact([Change(AT, "jobtitle", "")], job="Buyer")])
    assert signals.signals_of(blank)[ATTRIBUTE, "job_title"] == [Signal(AT, synced, "")]


def test_a_billing_row_tells_when_it_was_exported() -> None:
    account = Account(1, "A", "a.example", "France", "Retail", AT, employees=70)
    account.billing_id, account.billing_created_at = "ERP-1", instant_of(2025, 9, 2, 10)
    account.relation = "competitor"
    # Exported at three in the morning of UTC, a day late: the night of the third to the fourth.
    night = instant_of(2025, 9, 4, 5)
    own = signals.signals_of(Person(account))
    assert own[ATTRIBUTE, "account_relation"] == [Signal(night, night, "competitor")]
    assert own[ATTRIBUTE, "employees"] == [Signal(night, night, "70")]


def test_domains_follow_the_addresses_of_all_records() -> None:
    changed = contact(email=" C@new.example ")
    changed.former_emails = [(AT + DAY, "c@Old.example")]
    member = Member("m", "reader@list.example", AT + 2 * DAY)
    card = FileContact("f", "card@fair.example", AT - DAY, "A", "B")
    own = signals.signals_of(Person(None, [changed], [member], [card]))
    assert [(one.at, one.value) for one in own[ATTRIBUTE, "email_domain"]] == [
        (AT - DAY, "fair.example"),
        (AT, "old.example"),
        (AT + DAY, "new.example"),
        (AT + 2 * DAY, "list.example"),
    ]


def test_deleted_engagements_are_no_signals_and_late_ones_are_recorded_later() -> None:
    touched = contact()
    calls = [
        Engagement(1, "CALL", AT + DAY, touched, None, None, 1, is_deleted=True),
        Engagement(2, "CALL", AT + 2 * DAY, touched, None, None, 1, is_late=True),
    ]
    own = signals.signals_of(Person(None, [touched]), calls)
    known_at = AT + 2 * DAY + 21 * DAY + 20 * MINUTE
    assert own[ACTIVITY, "call_made"] == [Signal(AT + 2 * DAY, known_at, "")]


def test_a_signal_that_the_truth_cannot_know_is_named() -> None:
    blind = version(rule((asks("email_opened"),)))
    with pytest.raises(AgreementError, match="activity email_opened"):
        signals.check_known(Agreement((blind,)))
    with pytest.raises(AgreementError, match="attribute source_channel"):
        signals.check_known(Agreement((version(exclusions=(("source_channel", "x"),)),)))
    signals.check_known(read_agreement())


# ---------- the cases that the story tells

Told = list[tuple[str, str, str, str | None, int]]


def told(case: Case) -> tuple[Truth, Told]:
    """What is true of a world in which one case happened: stage, day, day known, rule, beliefs."""
    world = World(7, 0, read_agreement())
    case(world)
    truth, rows = Judge(world, world.agreement).judge()
    day = lambda at: f"{clock.date_of(clock.day_of(at)):%m-%d}"  # noqa: E731
    return truth, [
        (one.stage, day(one.at), day(one.known_at), one.rule_id, len(one.beliefs))
        for _, _, one in rows.qualifications
    ]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (
            story_leads.qualified_by_the_new_version,
            [("mql", "07-01", "07-01", "pricing", 1)],
        ),
        (
            story_leads.warm_and_fitting,
            [
                ("mql", "09-04", "09-04", "score_and_fit", 1),
                # Its size was noted on the 14th, and came with the export of the 21st.
                ("mql", "10-15", "10-21", "score_and_fit", 1),
            ],
        ),
        (story_leads.interest_faded, []),
        (story_leads.job_seeker, []),
        (
            story_leads.known_late,
            [
                ("mql", "03-04", "03-24", "white_paper", 2),
                ("mql", "10-04", "10-16", "score_and_fit", 2),
            ],
        ),
        (
            story_leads.back_and_forth,
            [
                ("mql", "08-04", "08-04", "demo", 1),
                ("mql", "08-04", "08-04", "demo", 1),
                ("mql", "12-10", "12-10", "webinar", 1),
                ("mql", "08-04", "08-04", "demo", 1),
                ("mql", "11-12", "11-12", "webinar", 1),
            ],
        ),
        (
            story_leads.sales_came_first,
            [("mql", "10-01", "10-01", "demo", 1), ("mql", "10-01", "10-01", "demo", 1)],
        ),
        (
            story_leads.skipped_by_sales,
            [
                ("mql", "03-05", "03-05", None, 0),
                ("sal", "03-05", "03-05", None, 0),
                ("sql", "03-05", "03-05", "contacted", 1),
                ("mql", "09-25", "09-27", None, 0),
                ("sal", "09-25", "09-27", "accepted", 1),
                ("sql", "09-30", "09-30", "vetted", 1),
                ("mql", "04-23", "04-23", "manual_entry", 1),
                ("sal", "04-26", "04-28", "accepted", 1),
                ("sql", "04-25", "04-25", "contacted", 1),
            ],
        ),
        (
            story_leads.grown_or_forgotten,
            [
                ("mql", "11-10", "11-10", "score_and_fit", 1),
                ("mql", "02-06", "02-06", "score_and_fit", 1),
            ],
        ),
        (
            story_leads.found_to_be_large,
            [("mql", "03-05", "03-05", "score_and_fit", 1)],
        ),
        (
            story_leads.competitor_known_too_late,
            [("mql", "11-19", "11-19", "demo", 1), ("mql", "11-19", "11-19", "demo", 1)],
        ),
    ],
)
def test_every_case_of_the_agreement_comes_out_as_it_was_told(case: Case, expected: Told) -> None:
    assert told(case)[1] == expected


def test_scores_of_a_lead_are_those_of_its_own_evaluation() -> None:
    world = World(7, 0, read_agreement())
    story_leads.warm_and_fitting(world)
    _, rows = Judge(world, world.agreement).judge()
    first, second = (lead[3] for lead in rows.leads)
    # 300 people: 15 + 10. A landing page two days old, 8 * 0.5 ^ (2/30) = 7.64, and looks at
    # the prices a day old and new, 6 * 0.5 ^ (1/14) + 6 = 11.71, of at most 12.
    assert (first.fit, first.engagement) == (Decimal(25), Decimal("19.35"))
    assert (first.fit_grade, first.engagement_grade) == ("B", "2")
    # A white paper two days old, 10 * 0.5 ^ (2/30) = 9.55, and a landing page: 8.
    assert (second.fit, second.engagement) == (Decimal(25), Decimal("17.55"))


def test_a_company_found_to_be_large_has_the_best_grades_and_no_more_than_the_cap() -> None:
    world = World(7, 0, read_agreement())
    story_leads.found_to_be_large(world)
    _, rows = Judge(world, world.agreement).judge()
    (own,) = (lead[3] for lead in rows.leads)
    # 15 + 10 + 10 for the company, of at most 30; 10 * 0.5 ^ (1/30) = 9.77 and 7.82, and twice 6.
    assert (own.fit, own.engagement) == (Decimal(30), Decimal("29.59"))
    assert (own.fit_grade, own.engagement_grade) == ("A", "1")


def test_the_first_version_gives_no_scores() -> None:
    world = World(7, 0, read_agreement())
    story_leads.competitor_known_too_late(world)
    _, rows = Judge(world, world.agreement).judge()
    assert {(lead[3].fit, lead[3].engagement, lead[3].fit_grade) for lead in rows.leads} == {
        (None, None, None)
    }
    assert all(lead[2].at < RULE_CHANGE for lead in rows.leads)


@pytest.mark.parametrize(
    ("case", "counted", "times"),
    [
        (story_leads.interest_faded, "leads_lost_to_decay", 1),
        (story_leads.job_seeker, "leads_lost_to_negative_points", 1),
        (story_leads.back_and_forth, "leads_lost_to_a_cool_down", 1),
        (story_leads.back_and_forth, "leads_after_a_cool_down", 2),
        (story_leads.qualified_by_the_new_version, "leads_by_a_new_version", 1),
        (story_leads.grown_or_forgotten, "leads_by_a_change_of_attribute", 2),
        (story_leads.sales_came_first, "leads_sourced_by_sales", 2),
        (story_leads.known_late, "leads_corrected", 2),
    ],
)
def test_the_truth_counts_what_a_part_of_the_agreement_does(
    case: Case, counted: str, times: int
) -> None:
    assert told(case)[0].awkward[counted] == times


def test_nobody_has_a_tier_before_a_deal_is_won() -> None:
    world = World(7, 0, read_agreement())
    story_leads.sales_came_first(world)
    assert not [one for a in world.accounts for one in a.changes if one.name == "contract_tier"]
    account, person, _ = story_leads.newcomer(world, instant_of(2024, 1, 9, 9))
    won = story_leads.sell(
        world, account, person, instant_of(2024, 1, 16, 10), instant_of(2024, 2, 6, 10)
    )
    tiers = [one.at for one in account.changes if one.name == "contract_tier"]
    assert won.closed_at is not None
    assert tiers == [won.closed_at + HOUR]
