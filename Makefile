# `make` lists the tasks.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
.PHONY: help install sandbox renderer run teams-playground test check bench bench-reading soak docs golden lock

help: ## list the tasks
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/ready requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@

install: .venv/dev ## make .venv from the lock files, with the tools for tests

sandbox: .venv/ready .venv/renderer/ready ## a small Slack in the browser with the real bot in it
	$(BIN)/upbeat sandbox

.venv/renderer/ready: .venv/ready sandbox/renderer/package-lock.json
	@sh sandbox/renderer/install.sh

renderer: .venv/renderer/ready ## Microsoft's renderer, for the cards for Teams in the sandbox's gallery (needs npm)

run: .venv/ready ## connect to the real Slack that .env describes
	$(BIN)/upbeat run

teams-playground: .venv/ready ## Microsoft's Agents Playground against Upbeat on this machine (optional; npm fetches it)
	@sh docs/running/teams-playground.sh

.venv/browser: .venv/dev
	@sh tests/find_chromium.sh
	@touch $@

.venv/node/ready: .venv/dev tests/node/package-lock.json
	@sh tests/find_node.sh

test: .venv/dev .venv/browser .venv/node/ready .venv/renderer/ready ## the whole suite, browser tests included
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/dev ## style, types, house rules, golden files, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m bot docs --check
	$(BIN)/python -m pytest -q tests/test_house_rules.py tests/test_golden.py tests/test_prompts.py tests/test_tact.py

soak: .venv/dev ## people talk for 2,000 steps while everything goes wrong, on each store
	$(BIN)/python -m tests.soak --store sqlite
	$(BIN)/python -m tests.soak --store postgresql --processes 3

bench: .venv/dev ## measurements, each against a named baseline in the same run
	@for file in bench/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

.venv/bench: .venv/dev requirements-bench.lock
	$(PIP) --require-hashes -r requirements-bench.lock
	@touch $@

bench-reading: .venv/bench ## how well people are read, beside other libraries and rules, on the data in ../shared
	$(BIN)/python -m bench.reading

docs: .venv/ready ## write docs/commands.md and docs/house.md from the code
	$(BIN)/python -m bot docs

golden: .venv/dev ## accept the cards as they are drawn now
	$(BIN)/python -m tests.golden --accept

LOCK := uv pip compile pyproject.toml --extra teams --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

lock: ## renew the lock files (needs uv)
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --group build --group dev --constraint requirements.lock --output-file requirements-dev.lock
	uv pip compile --group bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --output-file requirements-bench.lock
