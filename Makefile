# `make` lists the tasks.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
.PHONY: help install sandbox run test check bench docs golden lock

help: ## list the tasks
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

install: .venv/ready ## make .venv from the lock file

sandbox: .venv/ready ## a small Slack in the browser with the real bot in it
	$(BIN)/upbeat sandbox

run: .venv/ready ## connect to the real Slack that .env describes
	$(BIN)/upbeat run

.venv/browser: .venv/ready
	@sh tests/find_chromium.sh
	@touch $@

test: .venv/ready .venv/browser ## the whole suite, browser tests included
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/ready ## style, types, house rules, golden files, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m bot docs --check
	$(BIN)/python -m pytest -q tests/test_house_rules.py tests/test_golden.py tests/test_prompts.py tests/test_tact.py

bench: .venv/ready ## measurements, each against a named baseline in the same run
	@for file in bench/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file || exit 1; done

docs: .venv/ready ## write docs/commands.md from the handlers
	$(BIN)/python -m bot docs

golden: .venv/ready ## accept the cards as they are drawn now
	$(BIN)/python -m tests.golden --accept

lock: ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --output-file requirements.lock
