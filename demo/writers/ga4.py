"""Google Analytics 4 as its BigQuery export writes it: nested events, one file a day."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from demo import clock
from demo.clock import SECOND
from demo.company import PAGES, PRICING_PAGE, SITE
from demo.web import ORIGINS, PAGE_VIEW, USER_ENGAGEMENT
from demo.writers.tables import write_parquet

Numbers = npt.NDArray[np.int64]

_BUILT_AT_ONCE = 20_000

EVENT_NAMES = ("session_start", "page_view", "user_engagement")
_PAGES = (*PAGES, (PRICING_PAGE, "Tarifs"))
# A page is reached with one of these endings, which are no part of its path.
_ENDINGS = ("", "?utm_source=site", "#top", "?ref=menu")
_LOCATIONS = [SITE + path + ending for path, _ in _PAGES for ending in _ENDINGS]
_TITLES = [f"{title} | Lumenia" for _, title in _PAGES]
_REFERRERS = (
    None,
    "https://www.google.com/",
    "https://www.google.com/",
    "https://www.facebook.com/",
    "https://www.linkedin.com/",
    None,
    "https://comparatif-logiciels.example/",
    None,
    "https://chatgpt.com/",
)
_DEVICES = (
    ("desktop", "Windows", "Chrome"),
    ("desktop", "Macintosh", "Safari"),
    ("mobile", "iOS", "Safari"),
    ("mobile", "Android", "Chrome"),
)
_CITIES = (
    ("France", "Île-de-France", "Paris"),
    ("France", "Auvergne-Rhône-Alpes", "Lyon"),
    ("Belgium", "Brussels", "Brussels"),
    ("United States", "New York", "New York"),
)

_VALUE = pa.struct(
    [
        ("string_value", pa.string()),
        ("int_value", pa.int64()),
        ("float_value", pa.float64()),
        ("double_value", pa.float64()),
    ]
)
_PARAM = pa.struct([("key", pa.string()), ("value", _VALUE)])
_COLLECTED = pa.struct(
    [
        (name, pa.string())
        for name in (
            "manual_campaign_id",
            "manual_campaign_name",
            "manual_source",
            "manual_medium",
            "manual_term",
            "manual_content",
            "gclid",
            "dclid",
            "srsltid",
        )
    ]
)
_LAST_CLICK = pa.struct(
    [
        (
            "manual_campaign",
            pa.struct([(name, pa.string()) for name in ("campaign_name", "source", "medium")]),
        )
    ]
)
_DEVICE = pa.struct(
    [
        ("category", pa.string()),
        ("operating_system", pa.string()),
        ("language", pa.string()),
        ("browser", pa.string()),
        ("web_info", pa.struct([("browser", pa.string()), ("hostname", pa.string())])),
    ]
)
_GEO = pa.struct([(name, pa.string()) for name in ("country", "region", "city", "metro")])
_ECOMMERCE = pa.struct(
    [
        ("transaction_id", pa.string()),
        ("purchase_revenue", pa.float64()),
        ("purchase_revenue_in_usd", pa.float64()),
    ]
)
_PRIVACY = pa.struct(
    [(name, pa.string()) for name in ("analytics_storage", "ads_storage", "uses_transient_token")]
)
_USER_PROPERTY = pa.struct([("key", pa.string()), ("value", _VALUE)])
_LIFETIME = pa.struct([("revenue", pa.float64()), ("currency", pa.string())])
_ITEM = pa.struct([("item_id", pa.string()), ("item_name", pa.string())])

SCHEMA = pa.schema(
    [
        ("event_date", pa.string()),
        ("event_timestamp", pa.int64()),
        ("event_previous_timestamp", pa.int64()),
        ("event_name", pa.string()),
        ("event_params", pa.list_(_PARAM)),
        ("event_value_in_usd", pa.float64()),
        ("event_bundle_sequence_id", pa.int64()),
        ("event_server_timestamp_offset", pa.int64()),
        ("batch_page_id", pa.int64()),
        ("batch_ordering_id", pa.int64()),
        ("batch_event_index", pa.int64()),
        ("user_id", pa.string()),
        ("user_pseudo_id", pa.string()),
        ("user_properties", pa.list_(_USER_PROPERTY)),
        ("user_first_touch_timestamp", pa.int64()),
        ("user_ltv", _LIFETIME),
        ("is_active_user", pa.bool_()),
        ("platform", pa.string()),
        ("stream_id", pa.string()),
        ("traffic_source", pa.struct([(n, pa.string()) for n in ("name", "medium", "source")])),
        ("collected_traffic_source", _COLLECTED),
        ("session_traffic_source_last_click", _LAST_CLICK),
        ("device", _DEVICE),
        ("geo", _GEO),
        ("ecommerce", _ECOMMERCE),
        ("items", pa.list_(_ITEM)),
        ("privacy_info", _PRIVACY),
    ]
)


def write_month(landing: Path, kept: list[tuple[Path, int]]) -> tuple[int, int]:
    """Write the files of a month from what the shards set aside (file, row group).

    Returns the number of events and of those landed twice.
    """
    pieces = [pq.ParquetFile(path).read_row_group(group) for path, group in kept]
    table = pa.concat_tables(pieces)
    rows = {name: table[name].to_numpy() for name in table.column_names}
    # A month is held once: the largest company has some 600,000 events in one.
    del pieces, table
    order = np.lexsort((rows["order"], rows["visitor"], rows["at"]))
    for name in rows:
        rows[name] = rows[name][order]
    days = clock.days_of(rows["at"])
    edges = [0, *(np.flatnonzero(np.diff(days)) + 1).tolist(), len(days)]
    built = _Built(rows, days)
    twice = 0
    for start, stop in pairwise(edges):
        date = clock.date_of(int(days[start]))
        piece = built.events(start, stop)
        if date.day == 17:
            # A page counted the event, the network hung, and the event was sent again.
            piece = pa.concat_tables([piece, piece.slice(0, 1)]).combine_chunks()
            twice += 1
        write_parquet(landing / "ga4" / f"events_{date:%Y%m%d}.parquet", piece)
    return len(days) + twice, twice


class _Built:
    """The nested events of a month, built some days at a time: they are large in memory."""

    def __init__(self, rows: dict[str, Numbers], days: Numbers) -> None:
        self._rows, self._days = rows, days
        self._start = self._stop = 0
        self._table: pa.Table | None = None

    def events(self, start: int, stop: int) -> pa.Table:
        """The events of a day, which begins where the day before ended."""
        if self._table is None or stop > self._stop:
            ahead = min(max(stop, start + _BUILT_AT_ONCE), len(self._days))
            # Whole days only.
            while ahead < len(self._days) and self._days[ahead] == self._days[ahead - 1]:
                ahead += 1
            piece = {name: values[start:ahead] for name, values in self._rows.items()}
            self._table = _events(piece, self._days[start:ahead])
            self._start, self._stop = start, ahead
        return self._table.slice(start - self._start, stop - start)


def _pick(values: Any, index: Numbers) -> pa.Array:
    return pa.array(list(values), pa.string()).take(pa.array(index))


def _struct(kind: pa.StructType, fields: dict[str, pa.Array], length: int) -> pa.Array:
    arrays = [
        fields[field.name] if field.name in fields else pa.nulls(length, field.type)
        for field in kind
    ]
    return pa.StructArray.from_arrays(arrays, fields=list(kind))


def _text(numbers: Numbers) -> pa.Array:
    return pc.cast(pa.array(numbers), pa.string())


def _params(rows: dict[str, Numbers]) -> pa.Array:
    """The list of names and values that comes with each event."""
    length = len(rows["at"])
    ending = (rows["at"] // SECOND + rows["order"]) % len(_ENDINGS)
    keys = [
        "ga_session_id",
        "ga_session_number",
        "page_location",
        "page_title",
        "page_referrer",
        "engagement_time_msec",
        "session_engaged",
    ]
    referrers = pa.array(_REFERRERS, pa.string())
    has_referrer = np.array([text is not None for text in _REFERRERS])[rows["origin"]]
    present = np.ones((length, len(keys)), dtype=bool)
    present[:, 0] = present[:, 1] = rows["session"] != 0
    present[:, 4] = has_referrer & (rows["order"] == 1)
    present[:, 5] = rows["kind"] == USER_ENGAGEMENT
    present[:, 6] = rows["kind"] != PAGE_VIEW
    flat = np.flatnonzero(present.ravel())
    row, key = flat // len(keys), flat % len(keys)
    words = pa.array([*_LOCATIONS, *_TITLES, "0", "1"], pa.string())
    words = pa.concat_arrays([words, referrers])
    titles, flags, first_referrer = (
        len(_LOCATIONS),
        len(_LOCATIONS) + len(_TITLES),
        (len(_LOCATIONS) + len(_TITLES) + 2),
    )
    page = rows["page"][row]
    word = np.select(
        [key == 2, key == 3, key == 4, key == 6],
        [
            page * len(_ENDINGS) + ending[row],
            titles + page,
            first_referrer + rows["origin"][row],
            flags + rows["engaged"][row],
        ],
        default=-1,
    )
    strings = words.take(pa.array(word, pa.int64(), mask=word < 0))
    numbers = np.select(
        [key == 0, key == 1, key == 5],
        [rows["session"][row], rows["number"][row], 4000 + rows["at"][row] % 60_000],
        default=0,
    )
    is_number = (key == 0) | (key == 1) | (key == 5)
    ints = pa.array(numbers, pa.int64(), mask=~is_number)
    value = _struct(_VALUE, {"string_value": strings, "int_value": ints}, len(row))
    params = _struct(_PARAM, {"key": _pick(keys, key), "value": value}, len(row))
    ends = np.concatenate([[0], np.cumsum(present.sum(axis=1))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), params)


def _events(rows: dict[str, Numbers], days: Numbers) -> pa.Table:
    length = len(days)
    origin, first_origin = rows["origin"], rows["first_origin"]
    sources = [one[0] for one in ORIGINS]
    media = [one[1] for one in ORIGINS]
    campaigns = [one[2] for one in ORIGINS]
    is_direct = pa.array(np.array([source in (None, "(direct)") for source in sources])[origin])
    has_consented = pa.array(rows["visitor"] != 0)
    clicked = np.array([one[3] for one in ORIGINS])[origin]
    gclid = pc.if_else(
        pa.array(clicked),
        pc.binary_join_element_wise("Cj0KCQjw", _text(rows["session"]), ""),
        pa.scalar(None, pa.string()),
    )
    collected = _struct(
        _COLLECTED,
        {
            "manual_source": _pick(sources, origin),
            "manual_medium": _pick(media, origin),
            "manual_campaign_name": _pick(campaigns, origin),
            "gclid": gclid,
        },
        length,
    )
    last_click = _struct(
        _LAST_CLICK,
        {
            "manual_campaign": _struct(
                _LAST_CLICK.field("manual_campaign").type,
                {
                    "source": _pick(sources, origin),
                    "medium": _pick(media, origin),
                    "campaign_name": _pick(campaigns, origin),
                },
                length,
            )
        },
        length,
    )
    device = rows["visitor"] % len(_DEVICES)
    city = rows["visitor"] // 7 % len(_CITIES)
    browsers = _pick([one[2] for one in _DEVICES], device)
    user = pa.array(rows["user"], pa.int64(), mask=rows["user"] == 0)
    pseudo = pc.binary_join_element_wise(
        _text(rows["visitor"] * 3 + 100_000_000), _text(rows["first_touch"] // SECOND), "."
    )
    pseudo = pc.if_else(has_consented, pseudo, pa.scalar(None, pa.string()))
    dates = {int(day): f"{clock.date_of(int(day)):%Y%m%d}" for day in np.unique(days)}
    unique, place = np.unique(days, return_inverse=True)
    columns: dict[str, pa.Array] = {
        "event_date": _pick([dates[int(day)] for day in unique], place),
        "event_timestamp": pa.array(rows["at"]),
        "event_name": _pick(EVENT_NAMES, rows["kind"]),
        "event_params": _params(rows),
        "event_bundle_sequence_id": pa.array(rows["at"] % 1_000_000_007),
        "event_server_timestamp_offset": pa.array(rows["at"] % 900),
        "batch_page_id": pa.array(rows["session"] * 1000 + rows["order"]),
        "batch_ordering_id": pa.array(rows["order"]),
        "batch_event_index": pa.array(np.ones(length, dtype=np.int64)),
        "user_id": pc.cast(user, pa.string()),
        "user_pseudo_id": pseudo,
        "user_first_touch_timestamp": pa.array(rows["first_touch"]),
        "is_active_user": pa.array(rows["engaged"] == 1),
        "platform": pa.repeat("WEB", length),
        "stream_id": pa.repeat("4711001", length),
        "traffic_source": _struct(
            SCHEMA.field("traffic_source").type,
            {
                "source": _pick(sources, first_origin),
                "medium": _pick(media, first_origin),
                "name": _pick([name or "(direct)" for name in campaigns], first_origin),
            },
            length,
        ),
        "collected_traffic_source": pc.if_else(is_direct, pa.scalar(None, _COLLECTED), collected),
        "session_traffic_source_last_click": last_click,
        "device": _struct(
            _DEVICE,
            {
                "category": _pick([one[0] for one in _DEVICES], device),
                "operating_system": _pick([one[1] for one in _DEVICES], device),
                "language": pa.repeat("fr-fr", length),
                "browser": browsers,
                "web_info": _struct(
                    _DEVICE.field("web_info").type,
                    {
                        "browser": browsers,
                        "hostname": pa.repeat(SITE.removeprefix("https://"), length),
                    },
                    length,
                ),
            },
            length,
        ),
        "geo": _struct(
            _GEO,
            {
                "country": _pick([one[0] for one in _CITIES], city),
                "region": _pick([one[1] for one in _CITIES], city),
                "city": _pick([one[2] for one in _CITIES], city),
            },
            length,
        ),
        "privacy_info": _struct(
            _PRIVACY,
            {
                "analytics_storage": pc.if_else(has_consented, "Yes", "No"),
                "ads_storage": pa.repeat("Yes", length),
                "uses_transient_token": pa.repeat("No", length),
            },
            length,
        ),
    }
    arrays = [
        columns[field.name] if field.name in columns else pa.nulls(length, field.type)
        for field in SCHEMA
    ]
    return pa.table(arrays, schema=SCHEMA)
