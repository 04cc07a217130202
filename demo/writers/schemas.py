"""The schema of every raw table, from the lists of columns beside this module."""

from __future__ import annotations

from functools import cache

import pyarrow as pa

from demo.writers import (
    facebook_ads_columns,
    files_columns,
    google_ads_columns,
    hubspot_columns,
    mailchimp_columns,
)

_TYPES = {
    "str": pa.string(),
    "int": pa.int64(),
    "bool": pa.bool_(),
    "float": pa.float64(),
    "num": pa.float64(),
    "date": pa.date32(),
    "time": pa.time64("us"),
    "ts": pa.timestamp("us"),
    "tstz": pa.timestamp("us", tz="UTC"),
    "dec": pa.decimal128(18, 2),
    "rate": pa.decimal128(18, 8),
    "rating": pa.decimal128(3, 1),
}
_LISTS = {
    "hubspot": hubspot_columns.TABLES,
    "mailchimp": mailchimp_columns.TABLES,
    "google_ads": google_ads_columns.TABLES,
    "facebook_ads": facebook_ads_columns.TABLES,
    "files": files_columns.TABLES,
}


@cache
def schemas() -> dict[str, pa.Schema]:
    """The schema of every table, by `source.table`; GA4's is with its writer."""
    found: dict[str, pa.Schema] = {}
    for source, text in _LISTS.items():
        lines = text.replace("\n    ", " ").strip().splitlines()
        for line in lines:
            table, _, columns = line.partition(": ")
            pairs = [column.split(" ") for column in columns.split(", ")]
            found[f"{source}.{table}"] = pa.schema(
                [pa.field(name, _TYPES[kind]) for name, kind in pairs]
            )
    return found
