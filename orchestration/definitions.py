"""What Dagster loads. Everything that exists is declared in orchestration/defs."""

from orchestration.defs.nightly import nightly_definitions
from orchestration.lib.settings import load

defs = nightly_definitions(load())
