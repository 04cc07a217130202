"""dbt's manifest with compiled SQL, as nodes in the order in which they can be built.

Nothing here opens a database; `layout` knows the files.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from orchestration.lib.errors import UserError

BUILT = ("model", "seed")


@dataclass(frozen=True)
class Node:
    """A seed, a model or a test. sql is what dbt sends; a seed has file and types instead."""

    unique_id: str
    name: str
    kind: str
    database: str
    schema: str
    alias: str
    materialized: str
    parents: tuple[str, ...]
    sql: str = ""
    file: Path = Path()
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def relation(self) -> str:
        """The quoted name of the table or view."""
        return ".".join(f'"{part}"' for part in (self.database, self.schema, self.alias))


@dataclass(frozen=True)
class Project:
    """Every node by its id, what is built in an order that works, and where raw tables are read."""

    nodes: Mapping[str, Node]
    order: tuple[str, ...]
    databases: tuple[str, ...]
    raw_database: str
    timezone: str

    def built(self, chosen: Collection[str] | None = None) -> Iterator[Node]:
        """Seeds and models in the order of their building, all or those of some names' lines."""
        wanted = None if chosen is None else self.upstream(chosen)
        for unique_id in self.order:
            if wanted is None or unique_id in wanted:
                yield self.nodes[unique_id]

    def tests(self, chosen: Collection[str] | None = None) -> Iterator[Node]:
        """Every test, or those that read nothing but the lines of some names."""
        wanted = None if chosen is None else self.upstream(chosen)
        for _, node in sorted(self.nodes.items()):
            read = [parent for parent in node.parents if parent in self.nodes]
            if node.kind == "test" and (wanted is None or (read and wanted.issuperset(read))):
                yield node

    def upstream(self, names: Collection[str]) -> set[str]:
        """The ids of the named models and of all that they are built from.

        Raises UserError for a name that no model or seed has.
        """
        ids = {node.name: node.unique_id for node in self.nodes.values() if node.kind in BUILT}
        unknown = sorted(set(names) - ids.keys())
        if unknown:
            raise UserError(f"There is no model {', '.join(unknown)}.")
        found: set[str] = set()
        waiting = [ids[name] for name in names]
        while waiting:
            unique_id = waiting.pop()
            if unique_id in self.nodes and unique_id not in found:
                found.add(unique_id)
                waiting += self.nodes[unique_id].parents
        return found


def read_project(manifest: Path, folder: Path, timezone: str) -> Project:
    """The project that a manifest with compiled SQL describes; seeds are files of the folder.

    timezone is that in which the SQL takes days.
    """
    content = json.loads(manifest.read_text(encoding="utf-8"))
    nodes = {
        unique_id: _node(raw, folder)
        for unique_id, raw in content["nodes"].items()
        if raw["resource_type"] in (*BUILT, "test") and raw["config"].get("enabled", True)
    }
    graph = {
        unique_id: sorted(parent for parent in node.parents if parent in nodes)
        for unique_id, node in sorted(nodes.items())
        if node.kind in BUILT
    }
    relations = [raw for raw in content["nodes"].values() if raw["resource_type"] in BUILT]
    raw_databases = {raw["database"] for raw in content["sources"].values()}
    return Project(
        nodes=nodes,
        order=tuple(TopologicalSorter(graph).static_order()),
        databases=tuple(sorted(raw_databases | {raw["database"] for raw in relations})),
        raw_database=raw_databases.pop(),
        timezone=timezone,
    )


def _node(raw: Mapping[str, Any], folder: Path) -> Node:
    config = raw["config"]
    return Node(
        unique_id=raw["unique_id"],
        name=raw["name"],
        kind=raw["resource_type"],
        database=raw["database"],
        schema=raw["schema"],
        alias=raw.get("alias") or raw["name"],
        materialized=config.get("materialized", "table"),
        parents=tuple(raw.get("depends_on", {}).get("nodes", ())),
        sql=raw.get("compiled_code") or "",
        file=folder / raw["original_file_path"],
        types=config.get("column_types") or {},
    )
