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

lock: ## renew requirements.lock (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --output-file requirements.lock
