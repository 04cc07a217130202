# Everything this project does, as one word each: `make` lists them.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
LANDING_PATH ?= landing
WAREHOUSE_PATH ?= warehouse
SEED ?= 7
ACTIVITIES ?= 20000
export LANDING_PATH WAREHOUSE_PATH
export DO_NOT_TRACK := 1

.PHONY: help setup run simulate test test-unit lint format dbt docs metrics schedule versions agreement what-if rollback alerts \
	heartbeat benchmark clean

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ---------------------------------------------------------------- environment

setup: $(VENV)/installed ## Create .venv and install the locked packages, with hashes

# uv compiles the bytecode while it installs; without it every start of dbt and Dagster takes twice as long.
$(VENV)/installed: requirements.txt requirements-uv.txt
	@command -v $(PYTHON) > /dev/null || { echo "$(PYTHON) is not installed. Install Python 3.11, or say make PYTHON=..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	UV_COMPILE_BYTECODE=1 $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@touch $@

# ---------------------------------------------------------------- the nightly job

run: setup ## Check the landing, build, audit and publish (simulates a company when there is no landing)
	@test -n "$$(find $(LANDING_PATH) -type f -print -quit 2> /dev/null)" || $(MAKE) --no-print-directory simulate
	@$(BIN)/python -m orchestration nightly $(ARGS)

simulate: setup ## Write the landing of a simulated company (SEED=7 ACTIVITIES=20000)
	@$(BIN)/python -m demo --seed $(SEED) --activities $(ACTIVITIES) --landing $(LANDING_PATH) --truth demo/truth

schedule: setup ## Serve Dagster, which runs the job at 02:00 (http://127.0.0.1:3000)
	@$(BIN)/python -m orchestration serve

versions: setup ## List the published versions that are kept
	@$(BIN)/python -m orchestration versions

agreement: setup ## Say where the agreement can be read, or print one: ARGS="--version 2 --output FOLDER"
	@$(BIN)/python -m orchestration agreement $(ARGS)

what-if: setup ## Replay another agreement over a past period: ARGS="--candidate FOLDER --from DAY --to DAY"
	@$(BIN)/python -m orchestration what-if $(ARGS)

rollback: setup ## Send readers back one version, or to VERSION=...
	@$(BIN)/python -m orchestration rollback $(VERSION)

alerts: setup ## List open alerts and send what waits
	@$(BIN)/python -m orchestration alerts

heartbeat: setup ## Fail when the last publish is older than 26 hours
	@$(BIN)/python -m orchestration heartbeat

# ---------------------------------------------------------------- development

# A file is one worker's. tests/conftest.py says which begin first.
PYTEST := $(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

test: setup ## Run every test
	$(PYTEST) tests

test-unit: setup ## Run the quick tests
	$(PYTEST) tests/unit

lint: setup ## Check the style of Python and SQL, the types, and the structure of the project
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict orchestration demo benchmarks
	$(BIN)/sqlfluff lint models tests/dbt
	.ci/structure

format: setup ## Put Python into the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

dbt: setup ## Run dbt on a warehouse of your own: make dbt ARGS="build --select fct_revenue+"
	@$(BIN)/python -m orchestration dbt $(ARGS)

metrics: setup ## Ask for metrics: make metrics ARGS="query --metrics win_rate --group-by metric_time__month"
	@$(BIN)/python -m orchestration metrics $(ARGS)

docs: setup ## Write dbt's documentation of the models under the warehouse's folder
	@$(BIN)/python -m orchestration docs

benchmark: setup ## Measure the night at some sizes: make benchmark ARGS="run --sizes 20000 200000 --runs 3"
	@$(BIN)/python -m benchmarks $(or $(ARGS),run)

clean: ## Remove what tools leave behind; landing, warehouse and .venv stay
	rm -rf target logs .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -type d -prune -exec rm -rf {} +
