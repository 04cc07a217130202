"""What is true of one shard: every definition applied to the histories of its people and accounts.

People of different shards never meet, so the truths of shards add up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from demo import clock
from demo.clock import DAY
from demo.company import AS_OF, LAST_DAY
from demo.definitions import handing_over, lifecycle, qualification, revenue, segment
from demo.definitions.agreement import ATTRIBUTE, MQL, Agreement, Version
from demo.definitions.conversion import Conversions, groups_of
from demo.definitions.handing_over import Passed
from demo.definitions.lifecycle import Stay
from demo.definitions.promise import Tally
from demo.definitions.qualification import Occurrence, Scores
from demo.definitions.signals import Signals, check_known, signals_of
from demo.model import Account, Deal, Person
from demo.world import World

AMBASSADOR_WINDOW_DAYS = 365

StayRow = tuple[str, str, str, Stay]
LeadRow = tuple[str, str, Occurrence, Scores, str]
QualificationRow = tuple[str, str, Occurrence]
RevenueRow = tuple[str, str, str, str, str, Decimal, str]
Money = dict[tuple[str, str, str], Decimal]


@dataclass
class Truth:
    """The truth of a shard, or of several added up."""

    people: int = 0
    accounts: int = 0
    qualified_leads: Counter[str] = field(default_factory=Counter)
    qualifications: Counter[tuple[str, str]] = field(default_factory=Counter)
    deals: Counter[tuple[str, str]] = field(default_factory=Counter)
    recurring: Money = field(default_factory=dict)
    movements: Money = field(default_factory=dict)
    active_customers: Counter[str] = field(default_factory=Counter)
    churned_accounts: Counter[str] = field(default_factory=Counter)
    churns: Counter[str] = field(default_factory=Counter)
    ambassadors: Counter[str] = field(default_factory=Counter)
    hand_offs: Counter[tuple[str, str]] = field(default_factory=Counter)
    stays: Counter[tuple[str, str]] = field(default_factory=Counter)
    buyers: Counter[str] = field(default_factory=Counter)
    awkward: Counter[str] = field(default_factory=Counter)
    promises: Tally = field(default_factory=Tally)
    conversions: Conversions = field(default_factory=Conversions)

    def add(self, other: Truth) -> None:
        """Add another shard's truth to this one."""
        self.people += other.people
        self.accounts += other.accounts
        for name in (
            "qualified_leads",
            "qualifications",
            "deals",
            "active_customers",
            "churned_accounts",
            "churns",
            "ambassadors",
            "hand_offs",
            "stays",
            "buyers",
            "awkward",
        ):
            getattr(self, name).update(getattr(other, name))
        self.promises.add(other.promises)
        self.conversions.add(other.conversions)
        for mine, theirs in ((self.recurring, other.recurring), (self.movements, other.movements)):
            for key, amount in theirs.items():
                mine[key] = mine.get(key, revenue.ZERO) + amount


@dataclass
class Rows:
    """The rows of the truth's tables."""

    stays: list[StayRow] = field(default_factory=list)
    leads: list[LeadRow] = field(default_factory=list)
    qualifications: list[QualificationRow] = field(default_factory=list)
    revenue: list[RevenueRow] = field(default_factory=list)
    hand_offs: list[Passed] = field(default_factory=list)


class Judge:
    """Applies the definitions to a shard."""

    def __init__(self, world: World, agreement: Agreement) -> None:
        self.world = world
        check_known(agreement)
        self.agreement = agreement
        self.truth = Truth()
        self.rows = Rows()
        self._variants = _variants(agreement)
        self._deals: dict[Person, list[Deal]] = {}
        for deal in world.deals:
            if deal.counts and deal.person is not None:
                self._deals.setdefault(deal.person, []).append(deal)

    def judge(self) -> tuple[Truth, Rows]:
        """The shard's truth, in numbers and in rows."""
        qualified: dict[Account | None, list[Occurrence]] = {}
        for person in self.world.people:
            found = self._judge_person(person)
            qualified.setdefault(person.account, []).extend(found)
        for account in self.world.accounts:
            self._judge_account(account, qualified.get(account, []))
        for deal in self.world.deals:
            if deal.counts:
                self.truth.deals[deal.kind, deal.outcome] += 1
        return self.truth, self.rows

    def _judge_person(self, person: Person) -> list[Occurrence]:
        truth = self.truth
        deals = self._deals.get(person, [])
        churns = revenue.churns(person.account.contracts) if person.account else []
        cycles = lifecycle.person_cycles(person, deals, churns)
        ends = cycles.instants
        engagements = self.world.engagements_of(person)
        signals = signals_of(person, engagements, self.world.deals_of.get(person, ()))
        reached = qualification.all_stages(signals, ends, self.agreement)
        found = [one for one in reached if one.stage == MQL and not one.is_imputed]
        stays = lifecycle.person_stays(person, deals, cycles, found)
        truth.people += not person.is_deleted and person.erased_at is None
        system, native_id = person.native_id
        for one in reached:
            truth.qualifications[one.stage, _kind(one)] += 1
            truth.qualifications[one.stage, "corrected"] += len(one.beliefs) > 1
            self.rows.qualifications.append((system, native_id, one))
        for lead in found:
            truth.qualified_leads[lead.agreement_version or ""] += 1
            scores = qualification.scores_of(lead, signals, ends, self.agreement)
            team = "sales" if qualification.is_from_sales(lead, deals, ends) else "marketing"
            self.rows.leads.append((system, native_id, lead, scores, team))
            truth.awkward["leads_sourced_by_sales"] += team == "sales"
        hand_offs = qualification.hand_offs(person, ends, found, deals)
        for done in handing_over.passed(
            person, hand_offs, ends, found, engagements, self.agreement
        ):
            truth.promises.note(done.delivery, self.agreement)
            self.rows.hand_offs.append(done)
        for hand_off in hand_offs:
            week = clock.iso_week(clock.day_of(hand_off.at))
            truth.hand_offs[week, "conforming" if hand_off.conforms else "non_conforming"] += 1
            truth.hand_offs[week, "counting"] += hand_off.counts
            truth.awkward["non_conforming_hand_offs"] += not hand_off.conforms
        self._keep_stays("person", system, native_id, stays)
        channel, country = segment.source_channel(person), segment.country(person)
        truth.conversions.note(stays, groups_of("person", country, channel))
        self._note_awkward(stays)
        self._note_leads(signals, ends, found)
        return found

    def _judge_account(self, account: Account, found: Sequence[Occurrence]) -> None:
        truth = self.truth
        churns = revenue.churns(account.contracts)
        cycles = lifecycle.account_cycles(account, churns)
        known_at = min([account.first_created_at] + [one.known_at for one in account.people])
        stays = lifecycle.account_stays(account, cycles, found, known_at)
        truth.accounts += not account.is_deleted
        system, native_id = account.native_id
        self._keep_stays("account", system, native_id, stays)
        truth.conversions.note(stays, groups_of("account", account.country))
        truth.buyers["ever" if account.paid_contracts else "never"] += 1
        self._note_contracts(account)
        if account.paid_contracts:
            self._judge_contracts(account, churns)

    def _keep_stays(self, subject: str, system: str, native_id: str, stays: Sequence[Stay]) -> None:
        for stay in stays:
            self.truth.stays[stay.stage, subject] += 1
            self.rows.stays.append((subject, system, native_id, stay))

    def _judge_contracts(self, account: Account, churns: Sequence[int]) -> None:
        truth = self.truth
        system, native_id = account.native_id
        for row in revenue.monthly_revenue(account.contracts):
            key = (row.month, row.currency, "")
            truth.recurring[key] = truth.recurring.get(key, revenue.ZERO) + row.closing
            moved = (row.month, row.currency, row.movement)
            truth.movements[moved] = (
                truth.movements.get(moved, revenue.ZERO) + row.closing - row.opening
            )
            self.rows.revenue.append(
                (
                    str(account.billing_id),
                    system,
                    native_id,
                    row.month,
                    row.currency,
                    row.closing,
                    row.movement,
                )
            )
        was_running = False
        for day in revenue.month_ends(min(one.started_on for one in account.paid_contracts)):
            is_running = revenue.any_runs(account.contracts, day)
            truth.active_customers[clock.month_of(day)] += is_running
            truth.churned_accounts[clock.month_of(day)] += was_running and not is_running
            was_running = is_running
        for at in churns:
            truth.churns[clock.month_of(clock.day_of(at))] += 1
        acts = [act.at for act in account.acts if act.counts and act.at < AS_OF]
        if revenue.any_runs(account.contracts, LAST_DAY) and acts:
            truth.ambassadors["ever"] += 1
            truth.ambassadors["trailing"] += max(acts) >= AS_OF - AMBASSADOR_WINDOW_DAYS * DAY

    def _note_contracts(self, account: Account) -> None:
        awkward, contracts = self.truth.awkward, account.contracts
        for one in contracts:
            awkward[f"contracts_priced_by_{one.period}"] += 1
            awkward["open_ended_contracts"] += one.ended_on is None
            awkward["contracts_in_foreign_currency"] += one.currency != "EUR"
            awkward["trials"] += one.is_trial
            awkward["contracts_billed_for_several_periods"] += one.interval > 1
            awkward["discounts_that_end"] += one.discount_until is not None
            awkward["discounts_without_end"] += bool(one.discount) and one.discount_until is None
            awkward["pauses_running"] += one.is_paused_on(LAST_DAY)
            awkward["pauses_ended"] += any(pause.resumed_on is not None for pause in one.pauses)
            awkward[f"ends_{one.end_reason or 'unexplained'}"] += one.ended_on is not None
            awkward["overlapping_contracts"] += any(
                other is not one
                and other.started_on <= one.started_on
                and revenue.runs(other, one.started_on)
                for other in contracts
            )
        days = revenue.churn_days(contracts)
        awkward["accounts_back_after_churn"] += any(
            one.started_on > day for one in contracts for day in days
        )

    def _note_awkward(self, stays: Sequence[Stay]) -> None:
        awkward = self.truth.awkward
        previous = ""
        for stay in stays:
            awkward["regressions"] += stay.entry_type == lifecycle.REGRESSION
            awkward["skipped_stages"] += stay.entry_type == "skip_imputed"
            if stay.entry_type == "re_entry" or (
                stay.is_imputed and previous in lifecycle.TERMINAL
            ):
                awkward[f"re_entries_after_{previous}"] += previous in lifecycle.TERMINAL
            previous = stay.stage

    def _note_leads(
        self, signals: Signals, ends: Sequence[int], found: Sequence[Occurrence]
    ) -> None:
        """Count the leads that show what a part of the agreement does."""
        awkward = self.truth.awkward
        starts = {version.starts_at for version in self.agreement.versions}
        changes = {one.at for (kind, _), own in signals.items() if kind == ATTRIBUTE for one in own}
        for lead in found:
            awkward["leads_by_a_new_version"] += lead.at in starts
            awkward["leads_by_score"] += lead.beliefs[-1].rule.asks_for_score
            awkward["leads_by_a_change_of_attribute"] += lead.at in changes
            awkward["leads_corrected"] += len(lead.beliefs) > 1
        for earlier, lead in pairwise(found):
            rule = lead.beliefs[-1].rule
            awkward["leads_after_a_cool_down"] += (
                lead.at >= earlier.at + rule.cool_down_days * DAY > earlier.at
            )
        old = qualification.occurrences(signals, ends, self._variants[OLD_RULES])
        awkward["leads_of_the_old_rules_only"] += bool(old and not found)
        awkward["leads_of_the_new_rules_only"] += bool(found and not old)
        for name, counted in LOST_TO.items():
            if self._could_matter(name, signals, ends, found):
                others = qualification.occurrences(signals, ends, self._variants[name])
                awkward[counted] += max(0, len(others) - len(found))

    def _could_matter(
        self, variant: str, signals: Signals, ends: Sequence[int], found: Sequence[Occurrence]
    ) -> bool:
        """Whether a part of the agreement could make a difference for somebody."""
        if variant == NO_COOL_DOWN:
            return bool(ends and found)
        possible = qualification.possible_rules(signals, self._variants[variant])
        return any(rule.asks_for_score for rules in possible.values() for rule in rules)


# ---------- the agreement without one of its parts, to count what the part does

OLD_RULES, NO_DECAY, NO_NEGATIVE, NO_COOL_DOWN = "old", "no decay", "no negative", "no cool-down"
LOST_TO = {
    NO_DECAY: "leads_lost_to_decay",
    NO_NEGATIVE: "leads_lost_to_negative_points",
    NO_COOL_DOWN: "leads_lost_to_a_cool_down",
}


def _variants(agreement: Agreement) -> dict[str, Agreement]:
    """The first version, never replaced, and all versions without one of their parts."""
    return {
        OLD_RULES: replace(agreement, versions=(replace(agreement.versions[0], valid_to=None),)),
        NO_DECAY: _each(
            agreement,
            lambda one: replace(
                one,
                score_lines=tuple(replace(line, half_life_days=None) for line in one.score_lines),
            ),
        ),
        NO_NEGATIVE: _each(
            agreement,
            lambda one: replace(
                one, score_lines=tuple(line for line in one.score_lines if line.points > 0)
            ),
        ),
        NO_COOL_DOWN: _each(
            agreement,
            lambda one: replace(
                one, rules=tuple(replace(rule, cool_down_days=0) for rule in one.rules)
            ),
        ),
    }


def _each(agreement: Agreement, change: Callable[[Version], Version]) -> Agreement:
    return replace(agreement, versions=tuple(change(one) for one in agreement.versions))


def _kind(occurrence: Occurrence) -> str:
    return "imputed" if occurrence.is_imputed else "met"
