"""Columns that both advertising platforms' tables share."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from demo.ads import Numbers
from demo.clock import DAY, SECOND
from demo.company import AS_OF, SYNC_DELAY


def synced(days: Numbers) -> pa.Array:
    """When a day's row was brought the last time: platforms restate for three days."""
    at = np.minimum((days + 3) * DAY + SYNC_DELAY, AS_OF - SECOND)
    return pa.array(at).cast(pa.timestamp("us"))


def dates(days: Numbers) -> pa.Array:
    """The days as dates."""
    return pa.array(days.astype(np.int32)).cast(pa.date32())


def row_ids(name: str, key: int, days: Numbers) -> pa.Array:
    """The connector's own id of each row."""
    return pa.array([f"{name}-{key}-{day}" for day in days], pa.string())
