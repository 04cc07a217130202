"""Random draws, reproducible by seed, shard and purpose."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar

import numpy as np

T = TypeVar("T")

_NORMAL = NormalDist()
_BLOCK = 8192


class Dice:
    """Single draws from a numpy generator, taken in blocks since one call a draw is slow."""

    def __init__(self, seed: int, shard: int, purpose: int) -> None:
        self._generator = np.random.default_rng([seed, shard, purpose])
        self._block: list[float] = []

    def roll(self) -> float:
        """A number in [0, 1)."""
        if not self._block:
            self._block = self._generator.random(_BLOCK).tolist()
        return self._block.pop()

    def chance(self, probability: float) -> bool:
        """True with a probability."""
        return self.roll() < probability

    def between(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * self.roll()

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.roll() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        """One of the choices, all as likely."""
        return choices[int(self.roll() * len(choices))]

    def weighted(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of the choices, each as likely as its weight says."""
        rest = self.roll() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            rest -= weight
            if rest < 0:
                return choice
        return choices[-1][0]

    def skewed(self, median: float, spread: float) -> float:
        """A positive number, log-normal around a median."""
        roll = min(max(self.roll(), 1e-9), 1 - 1e-9)
        return median * math.exp(spread * _NORMAL.inv_cdf(roll))

    def waiting(self, mean: float) -> float:
        """A positive number, exponential with a mean."""
        return -mean * math.log(1 - self.roll())


def generator(seed: int, shard: int, purpose: int) -> np.random.Generator:
    """A numpy generator for draws in bulk."""
    return np.random.default_rng([seed, shard, purpose])
