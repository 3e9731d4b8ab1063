# Everything that a person does with kikigaki from a checkout. `make help` lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help extract check verify test lint format bench golden lock clean

help:  ## list what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

extract: $(VENV)/.ready  ## extract every article in corpus/ into outputs/ (more options: make extract ARGS="--workers 2")
	@$(BIN)/kikigaki extract $(ARGS)

check: $(VENV)/.ready  ## validate the rules in models/
	@$(BIN)/kikigaki check

verify: $(VENV)/.ready  ## check the tables in outputs/ against their hashes, schema and texts
	@$(BIN)/kikigaki verify

test: $(VENV)/.ready-dev  ## run all tests
	@$(BIN)/python -m pytest

lint: $(VENV)/.ready-dev  ## check format, style, types and the direction of imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.ready-dev  ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.ready-dev  ## measure costs as ratios to bare GiNZA (make bench ARGS="articles.jsonl --pairs 5")
	@$(BIN)/python benchmarks/bench.py $(ARGS)

golden: $(VENV)/.ready-dev  ## rewrite the tables of tests/golden/ (review the diff)
	@$(BIN)/python -m tests.golden

lock: $(VENV)/.ready-dev  ## renew the lock files from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --upgrade \
	    --group build pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --group dev pyproject.toml --constraint requirements.lock --output-file requirements-dev.lock

clean:  ## remove the virtual environment and all caches (corpus/ and outputs/ stay)
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

# A stamp is renewed when what it stands for changes, so that a second call sets up nothing again.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13) and "kikigaki needs Python 3.11, 3.12 or 3.13; call make with PYTHON=/path/to/python3.x")'
	@echo "Setting up $(VENV) with $$($(PYTHON) --version); this takes some minutes, once."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.ready: requirements.lock pyproject.toml $(VENV)/.made
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@
