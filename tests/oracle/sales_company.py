"""Acquisition and activation of a simulated company: its landing and its truth, counted."""

from __future__ import annotations

from dataclasses import dataclass

from tests.integration.company import Company
from tests.integration.company_truth import Truth
from tests.oracle import sales_landing as landed
from tests.oracle.acquisition import acquisition
from tests.oracle.activation import Reading, activation, readings
from tests.oracle.numbers import Key, Number
from tests.oracle.sales_truth import read_company


@dataclass(frozen=True)
class Counted:
    """What the two sections of docs/kpi_definitions.md come to, and the reading lists."""

    numbers: dict[Key, Number]
    readings: list[Reading]
    deals: list[landed.Deal]

    def of(self, metric: str) -> dict[Key, Number]:
        """The numbers of one metric."""
        return {key: number for key, number in self.numbers.items() if key.metric == metric}


def counted(company: Company, truth: Truth) -> Counted:
    """Count everything. Only who is who, and of which channel, is taken from the warehouse."""
    links = {
        (system, native_id): person
        for system, native_id, person in truth.rows(
            "select source_system, native_id, person_key from {marts}.marts.person_links"
        )
    }
    channels = dict(truth.rows("select person_key, source_channel from {marts}.marts.dim_person"))
    as_of = truth.one(f"select timestamp '{truth.figures['as_of'].removesuffix('Z')}'")
    people, landing = landed.People(links), landed.Landing(company.landing)
    known = read_company(truth.folder, links, channels, as_of)
    deals = landed.deals(landing, people, as_of)
    consumed = landed.consumptions(landing, people, as_of)
    numbers = acquisition(
        known,
        deals,
        landed.first_sightings(landing, people),
        landed.touches(landing, people, as_of),
    ) | activation(
        known,
        deals,
        landed.converter(landing, as_of),
        landed.verdicts(landing, people, as_of),
        consumed,
    )
    return Counted(numbers, readings(known, deals, consumed), deals)
