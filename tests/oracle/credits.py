"""How the models of attribution share a conversion among its touches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction
from typing import NamedTuple

from tests.oracle.reading import Instant

DIRECT, NOBODY = "direct", "unattributed"
NINTH, SIXTH = Decimal("0.000000001"), Decimal("0.000001")


class Touch(NamedTuple):
    """Something that led to us; touches are in the order of their instant, system and id."""

    at: Instant
    system: str
    touch_id: str
    channel: str
    # Platform and id of the campaign to which its codes lead.
    campaign: tuple[str, str] = ("", "")


class Credit(NamedTuple):
    """A share of a conversion."""

    touched_at: Instant | None
    channel: str
    credit: Decimal
    value: Decimal | None
    campaign: tuple[str, str] = ("", "")


def share(
    model: str,
    touches: Sequence[Touch],
    converted_at: Instant,
    *,
    half_life: timedelta | None = None,
    first_lead_at: Instant | None = None,
    value: Decimal | None = None,
) -> list[Credit]:
    """The credits of a conversion in a model: they add up to exactly one, the values to all."""
    weights = _weights(model, touches, converted_at, half_life, first_lead_at)
    weighted = [(touch, weight) for touch, weight in zip(touches, weights, strict=True) if weight]
    if not weighted:
        return [Credit(None, NOBODY, Decimal(1), value)]
    total = sum(weight for _, weight in weighted)
    shares = [_down(weight / total, NINTH) for _, weight in weighted]
    shares[-1] = 1 - sum(shares[:-1], Decimal(0))
    values: list[Decimal | None] = [None] * len(shares)
    if value is not None:
        parts = [(value * one).quantize(SIXTH, ROUND_DOWN) for one in shares]
        parts[-1] = value - sum(parts[:-1], Decimal(0))
        values = [*parts]
    return [
        Credit(touch.at, touch.channel, credit, part, touch.campaign)
        for (touch, _), credit, part in zip(weighted, shares, values, strict=True)
    ]


def _down(number: Fraction, unit: Decimal) -> Decimal:
    steps = int(number / Fraction(unit))
    return steps * unit


def _weights(
    model: str,
    touches: Sequence[Touch],
    converted_at: Instant,
    half_life: timedelta | None,
    first_lead_at: Instant | None,
) -> list[Fraction]:
    count = len(touches)
    if model == "linear":
        return [Fraction(1)] * count
    if model == "position":
        return _by_position(count)
    if model == "time_decay":
        assert half_life is not None
        return [Fraction(1, 2 ** ((converted_at - touch.at) // half_life)) for touch in touches]
    places = range(count)
    chosen = {
        "first_touch": places[:1],
        "last_touch": places[-1:],
        "last_non_direct": [n for n in places if touches[n].channel != DIRECT] or places,
        "first_qualifying_touch": [
            n for n in places if first_lead_at is not None and touches[n].at <= first_lead_at
        ],
    }[model]
    return [Fraction(int(place in chosen[-1:])) for place in places]


def _by_position(count: int) -> list[Fraction]:
    if count <= 2:
        return [Fraction(1)] * count
    others = Fraction(1, 5) / (count - 2)
    return [Fraction(2, 5), *[others] * (count - 2), Fraction(2, 5)]
