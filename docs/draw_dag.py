"""Draws the README's picture of the project from dbt's manifest: one box a folder, one line a way.

    python docs/draw_dag.py [--manifest target/manifest.json] [--check]

With --check nothing is written; the exit code says whether the committed picture is still true.
Boxes and their numbers come from the manifest alone, so the same project gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
PICTURE = PROJECT / "docs" / "images" / "dag.svg"

BOX_WIDTH, BOX_HEIGHT = 130, 46
COLUMN_STEP, ROW_GAP, LANE_HEIGHT, LANE_GAP = 182, 18, 6, 8
TOP, MARGIN, PULL = 84, 30, 0.12
FONT = "Inter, 'Segoe UI', Helvetica, Arial, sans-serif"

# What a layer is called above its boxes, and the colours of its boxes' edge and ground.
LAYERS = {
    "source": ("Landing", "#64748b", "#f1f5f9"),
    "seed": ("Landing", "#b45309", "#fef3c7"),
    "staging": ("Staging", "#0f766e", "#ccfbf1"),
    "intermediate": ("Intermediate", "#1d4ed8", "#dbeafe"),
    "marts": ("Marts", "#7e22ce", "#f3e8ff"),
    "kpi": ("KPIs", "#be185d", "#fce7f3"),
    "exposure": ("Readers", "#15803d", "#dcfce7"),
}
ORDER = ["source", "staging", "intermediate", "marts", "kpi", "exposure"]


@dataclass(frozen=True, order=True)
class Folder:
    """A box: everything of one folder, or one exposure."""

    layer: str
    name: str


Way = tuple[Folder, Folder]


@dataclass(frozen=True)
class Graph:
    """Boxes with what they hold, and the ways between them with how many models take each."""

    sizes: Mapping[Folder, str]
    ways: Mapping[Way, int]


# ---------------------------------------------------------------- what the project is


def _folder(node: Mapping[str, Any]) -> Folder | None:
    kind = node["resource_type"]
    if kind == "source":
        return Folder("source", node["source_name"])
    if kind == "exposure":
        return Folder("exposure", node.get("label") or node["name"])
    parts = Path(node["original_file_path"]).parts
    if kind == "seed":
        return Folder("seed", parts[1])
    if kind != "model":
        return None
    layer, folder = parts[1], parts[2]
    # KPIs count finished marts, so they stand behind them wherever their files are.
    if folder == "kpi":
        return Folder("kpi", "int_kpi" if layer == "intermediate" else folder)
    return Folder(layer, folder)


def read_graph(manifest: Mapping[str, Any]) -> Graph:
    """The folders of a project and what flows between them."""
    nodes = {**manifest["sources"], **manifest["nodes"], **manifest["exposures"]}
    folders = {key: folder for key, node in nodes.items() if (folder := _folder(node))}
    counts = Counter(folders.values())
    ways = Counter(
        (folders[parent], folder)
        for key, folder in folders.items()
        for parent in nodes[key].get("depends_on", {}).get("nodes", [])
        if parent in folders and folders[parent] != folder
    )
    return Graph({folder: _size(folder, counts[folder]) for folder in counts}, ways)


def _size(folder: Folder, count: int) -> str:
    words = {"source": "table", "seed": "seed", "exposure": "exposure"}
    word = words.get(folder.layer, "model")
    return "" if word == "exposure" else f"{count} {word}{'s' if count > 1 else ''}"


# ---------------------------------------------------------------- where things stand


def _forward(graph: Graph) -> list[Folder]:
    """The folders in an order that most ways follow.

    Folders may need each other though no two models do; the way that fewest models take is then
    the one that leads back.
    """
    ways = dict(sorted(graph.ways.items()))
    while True:
        parents: dict[Folder, list[Folder]] = {folder: [] for folder in sorted(graph.sizes)}
        for parent, child in ways:
            parents[child].append(parent)
        try:
            return list(TopologicalSorter(parents).static_order())
        except CycleError as error:
            ring: list[Folder] = error.args[1]
            del ways[min(pairwise(ring), key=lambda way: (ways[way], way))]


def columns_of(graph: Graph) -> dict[Folder, int]:
    """The column of every box: layers from left to right, a layer as wide as its own ways."""
    depth: dict[Folder, int] = {}
    for folder in _forward(graph):
        parents = [
            parent
            for parent in depth
            if (parent, folder) in graph.ways and parent.layer == folder.layer
        ]
        wide = folder.layer in ("intermediate", "kpi")
        depth[folder] = max((depth[parent] + 1 for parent in parents if wide), default=0)
    columns: dict[Folder, int] = {}
    start = 0
    for layer in ORDER:
        members = [folder for folder in graph.sizes if _stands_with(folder) == layer]
        columns.update({folder: start + depth[folder] for folder in members})
        start = max((columns[folder] + 1 for folder in members), default=start)
    return columns


def _stands_with(folder: Folder) -> str:
    return "source" if folder.layer == "seed" else folder.layer


@dataclass(frozen=True, order=True)
class Spot:
    """A box, or the lane on which a box's ways pass a column."""

    folder: Folder
    column: int
    is_lane: bool = False

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return LANE_HEIGHT if self.is_lane else BOX_HEIGHT


Links = set[tuple[Spot, Spot]]


def _links(graph: Graph, columns: Mapping[Folder, int]) -> Links:
    """Ways cut at every column: the ways of one box share one lane until they part."""
    links: Links = set()
    for parent, child in graph.ways:
        here = Spot(parent, columns[parent])
        for column in range(columns[parent] + 1, columns[child]):
            lane = Spot(parent, column, is_lane=True)
            links.add((here, lane))
            here = lane
        links.add((here, Spot(child, columns[child])))
    return links


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _spread(spots: Sequence[Spot], wish: Mapping[Spot, float]) -> dict[Spot, float]:
    """Middles as near to the wished ones as heights and the given order allow."""
    middles: list[float] = []
    for index, spot in enumerate(spots):
        middle = wish[spot]
        if index:
            before = spots[index - 1]
            gap = LANE_GAP if spot.is_lane and before.is_lane else ROW_GAP
            middle = max(middle, middles[-1] + (before.height + spot.height) / 2 + gap)
        middles.append(middle)
    shift = _mean([wish[spot] - middle for spot, middle in zip(spots, middles, strict=True)], 0)
    return {spot: middle + shift for spot, middle in zip(spots, middles, strict=True)}


def layout(graph: Graph, columns: Mapping[Folder, int]) -> tuple[dict[Spot, float], Links]:
    """The middle of every spot, in pixels from the top, and the links between spots."""
    links = _links(graph, columns)
    neighbours: dict[Spot, list[Spot]] = defaultdict(list)
    for left, right in sorted(links):
        neighbours[left].append(right)
        neighbours[right].append(left)
    by_column: dict[int, list[Spot]] = defaultdict(list)
    boxes = {Spot(folder, column) for folder, column in columns.items()}
    for spot in sorted(boxes | set(neighbours)):
        by_column[spot.column].append(spot)
    middles = {
        spot: 60.0 * index for spots in by_column.values() for index, spot in enumerate(spots)
    }
    for sweep in range(24):
        order = sorted(by_column, reverse=sweep % 2 == 1)
        for column in order:
            wish = {
                spot: _mean(
                    [middles[other] for other in neighbours[spot] if other.column != column],
                    middles[spot],
                )
                for spot in by_column[column]
            }
            # Drawn a little to the middle, lest two halves of the picture drift apart.
            centre = _mean(list(middles.values()), 0)
            wish = {spot: middle + (centre - middle) * PULL for spot, middle in wish.items()}
            by_column[column].sort(key=lambda spot: (spot.folder.layer == "seed", wish[spot], spot))
            middles.update(_spread(by_column[column], wish))
    highest = min(middle - spot.height / 2 for spot, middle in middles.items())
    return {spot: round(middle - highest + TOP, 1) for spot, middle in middles.items()}, links


# ---------------------------------------------------------------- what is seen


def _left(column: int) -> int:
    return MARGIN + column * COLUMN_STEP


def _colour(folder: Folder) -> str:
    return LAYERS[folder.layer][1]


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    bend = (x1 + x2) / 2
    return f"M{x1:g} {y1:g}C{bend:g} {y1:g} {bend:g} {y2:g} {x2:g} {y2:g}"


def _draw_link(left: Spot, right: Spot, middles: Mapping[Spot, float]) -> str:
    start = (_left(left.column) + BOX_WIDTH, middles[left])
    end = (_left(right.column), middles[right])
    if left.column > right.column:  # a way back to another job: below the boxes, dashed
        x1, x2 = _left(left.column) + BOX_WIDTH / 2, _left(right.column) + BOX_WIDTH / 2
        y1, y2 = middles[left] + BOX_HEIGHT / 2, middles[right] + BOX_HEIGHT / 2
        low = max(y1, y2) + 40
        path = f"M{x1:g} {y1:g}C{x1:g} {low:g} {x2:g} {low:g} {x2:g} {y2:g}"
        return f'<path d="{path}" stroke="{_colour(left.folder)}" stroke-dasharray="4 4"/>'
    if left.column == right.column:  # two boxes of one layer: round the right-hand side
        side, out, top, low = start[0], start[0] + 34, start[1], end[1]
        path = f"M{side} {top:g}C{out} {top:g} {out} {low:g} {side} {low:g}"
    else:
        path = _curve(start, end)
        if right.is_lane:
            path += f"H{_left(right.column) + BOX_WIDTH}"
    return f'<path d="{path}" stroke="{_colour(left.folder)}"/>'


def _draw_box(spot: Spot, middle: float, size: str) -> str:
    _, edge, ground = LAYERS[spot.folder.layer]
    x, y = _left(spot.column), middle - BOX_HEIGHT / 2
    centre = x + BOX_WIDTH / 2
    names = [spot.folder.name] if size else textwrap.wrap(spot.folder.name, 20)
    font, step = (13, 16) if size else (11, 13)
    first = middle - 2 if size else middle + 4 - step / 2 * (len(names) - 1)
    lines = [
        f'<rect x="{x}" y="{y:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8" '
        f'fill="{ground}" stroke="{edge}" stroke-width="1.5"/>'
    ]
    for number, name in enumerate(names):
        lines.append(
            f'<text x="{centre:g}" y="{first + step * number:g}" font-size="{font}" '
            f'font-weight="600" fill="#0f172a">{escape(name)}</text>'
        )
    if size:
        lines.append(
            f'<text x="{centre:g}" y="{middle + 14:g}" font-size="11" fill="{edge}">{size}</text>'
        )
    return "\n".join(lines)


def _draw_layers(columns: Mapping[Folder, int], bottom: float) -> list[str]:
    spans: dict[str, list[int]] = defaultdict(list)
    for folder, column in columns.items():
        spans[_stands_with(folder)].append(column)
    drawn = []
    for layer in (layer for layer in ORDER if layer in spans):
        title, edge, _ = LAYERS[layer]
        x = _left(min(spans[layer])) - 18
        width = _left(max(spans[layer])) + BOX_WIDTH + 18 - x
        drawn.append(
            f'<rect x="{x}" y="16" width="{width}" height="{bottom - 32:g}" rx="14" '
            f'fill="{edge}" fill-opacity="0.05"/>'
        )
        drawn.append(
            f'<text x="{x + width / 2:g}" y="46" font-size="15" font-weight="700" '
            f'fill="{edge}">{title}</text>'
        )
    return drawn


def draw(graph: Graph) -> str:
    """The picture, as SVG."""
    columns = columns_of(graph)
    middles, links = layout(graph, columns)
    bottom = max(middle + spot.height / 2 for spot, middle in middles.items()) + 44
    width = _left(max(columns.values())) + BOX_WIDTH + MARGIN
    boxes = [
        _draw_box(spot, middle, graph.sizes[spot.folder])
        for spot, middle in sorted(middles.items())
        if not spot.is_lane
    ]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom:g}" '
            f'width="{width}" height="{bottom:g}" font-family="{FONT}" text-anchor="middle">',
            f'<rect width="{width}" height="{bottom:g}" rx="16" fill="#ffffff"/>',
            *_draw_layers(columns, bottom),
            '<g fill="none" stroke-width="1.4" stroke-opacity="0.45">',
            *(_draw_link(left, right, middles) for left, right in sorted(links)),
            "</g>",
            *boxes,
            "</svg>\n",
        ]
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the picture, or says with --check whether the one that is there is true."""
    parser = argparse.ArgumentParser(description="Draws docs/images/dag.svg from dbt's manifest.")
    parser.add_argument("--manifest", type=Path, default=PROJECT / "target" / "manifest.json")
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    options = parser.parse_args(arguments)
    if not options.manifest.is_file():
        print(f"{options.manifest} does not exist. Run dbt parse first.", file=sys.stderr)
        return 2
    picture = draw(read_graph(json.loads(options.manifest.read_text(encoding="utf-8"))))
    if not options.check:
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        PICTURE.write_text(picture, encoding="utf-8")
        return 0
    if PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == picture:
        return 0
    print(
        f"{PICTURE.relative_to(PROJECT)} is not what the project is now. "
        "Run: python docs/draw_dag.py",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
