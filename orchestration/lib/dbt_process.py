"""dbt in a process of its own, told by one line of JSON on standard input what to do.

    python -m orchestration.lib.dbt_process [partial_parse.msgpack]

In-process dbt keeps DuckDB's lock on the file until the process ends, so the job starts this module
and waits for it. It can be started before the work is known: dbt takes seconds to be imported. A
manifest that was parsed before saves dbt the parsing; `--vars` still count, as no variable that a
run passes decides what the project consists of.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from orchestration.lib.build_files import write_whole


def end_with_parent() -> None:
    """Ends this process when the one that started it is gone: its end of the pipe closes then.

    Without this a killed job would leave dbt writing beside the next night.
    """

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os._exit(70)

    threading.Thread(target=watch, daemon=True).start()


def read_parsed(path: Path) -> Any:
    """The manifest that dbt keeps for its own partial parsing, as an object of dbt."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    return Manifest.from_msgpack(path.read_bytes(), decoder=extended_mashumuro_decoder)


def result_of(item: Any) -> dict[str, Any]:
    """One node's result, as far as the job reads it."""
    status = str(item.status)
    return {
        "unique_id": item.node.unique_id,
        "status": status,
        "message": item.message,
        "failures": item.failures,
        "execution_time": item.execution_time,
        "relation_name": getattr(item.node, "relation_name", None),
        # A unit test that cannot be compiled has none.
        "compiled_code": getattr(item.node, "compiled_code", None)
        if status in ("fail", "warn", "error")
        else None,
    }


def main(arguments: Sequence[str]) -> int:
    """Runs one command of dbt. Returns 0, 1 when a node failed, 2 when dbt itself broke down.

    The line on standard input has the words of the command, the environment, the file for what dbt
    prints and the file for its results. Without a line there is nothing to do.
    """
    from dbt.cli.main import dbtRunner

    manifest = read_parsed(Path(arguments[0])) if arguments else None
    # The manifest's millions of objects live as long as the process: nobody need look for them.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    line = sys.stdin.buffer.readline()
    if not line:
        return 0
    end_with_parent()
    task = json.loads(line)
    os.environ.update(task["environment"])
    log = os.open(task["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for standard in (1, 2):
        os.dup2(log, standard)
    ended = dbtRunner(manifest=manifest).invoke(task["words"])
    if ended.exception is not None:
        print(ended.exception, file=sys.stderr)
        return 2
    results = [result_of(item) for item in getattr(ended.result, "results", [])]
    write_whole(Path(task["results"]), json.dumps({"results": results}))
    return 0 if ended.success else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
