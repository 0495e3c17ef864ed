# What a developer does by name. Everything is set up on the way: a virtual environment in .venv, from the locked
# requirements. PYTHON chooses the interpreter (3.11 or newer): make test PYTHON=python3.12; PORT where it is served.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?=
PORT ?= 8000
BIN := .venv/bin
RUN := $(BIN)/python -m
RUNTIME := .venv/.run
INSTALLED := .venv/.dev
LOCK := $(RUN) uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-annotate --custom-compile-command 'make lock'
EXAMPLE := examples/regeneron-sanofi
OUT := out/regeneron-sanofi

.PHONY: help demo serve test soak check format bench docs lock wheel clean chromium libreoffice postgresql

help:  ## say what each target does
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1|\2/p' Makefile | awk -F'|' '{printf "%-12s %s\n", $$1, $$2}'

demo: $(RUNTIME)  ## the standing of a real alliance on screen, as a page and as a PDF
	@echo 'Evaluating $(EXAMPLE) (the first run also compiles, which takes some seconds) …'
	@$(BIN)/comity evaluate $(EXAMPLE) --as-of 2025-02-14
	@echo 'Writing the page and the PDF …'
	@$(BIN)/comity report $(EXAMPLE) --as-of 2025-02-14 --out $(OUT)

serve: $(INSTALLED)  ## the workplace in a browser, with the examples and a login for each role; PORT=8001 is another port
	@$(BIN)/comity serve --demo --data out/workplace --port $(PORT)

test: check chromium libreoffice postgresql  ## all checks, then all tests
	@$(RUN) pytest -n 2 --dist worksteal

soak: $(INSTALLED) chromium postgresql  ## the tests that take minutes: crashes, many writers, each page in each view
	@$(RUN) pytest -n 2 --dist worksteal -m 'soak or hypothesis' --hypothesis-profile soak

check: $(INSTALLED)  ## format, lint, types, layers, generated documents
	@$(RUN) ruff format --check --quiet . || { echo 'Run "make format".'; exit 1; }
	@$(RUN) ruff check --quiet .
	@$(RUN) mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo
	@$(RUN) tools.docs --check
	@echo 'check: format, lint, types, layers and generated documents are in order'

format: $(INSTALLED)  ## put the code into its one format
	@$(RUN) ruff check --quiet --fix-only .
	@$(RUN) ruff format --quiet .

bench: $(INSTALLED)  ## measure what the project promises about speed
	@$(RUN) benchmarks

docs: $(INSTALLED) chromium  ## write the generated documents and the README's picture again
	@$(RUN) tools.docs
	@$(RUN) tools.picture

lock: $(INSTALLED)  ## resolve the requirements again; versions and hashes, no addresses
	@$(LOCK) pyproject.toml requirements/build.in --output-file requirements/run.txt
	@$(LOCK) pyproject.toml --extra dev --extra web --output-file requirements/dev.txt

wheel: $(INSTALLED)  ## build the package into dist/
	@$(RUN) hatchling build -t wheel -d dist

clean:  ## remove the environment and everything made
	@rm -rf .venv out dist build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Chromium draws the pages that the tests read with axe, and the README's picture.
chromium:
	@bash tools/debian.sh chromium chromium 'the tests of the HTML page'

# LibreOffice opens the contract text that `comity draft` writes, as a lawyer would.
libreoffice:
	@bash tools/debian.sh libreoffice-writer-nogui soffice 'the tests of the contract text'

# PostgreSQL keeps records in production; the tests start a server of their own.
postgresql:
	@bash tools/debian.sh postgresql pg_lsclusters 'the tests of records in PostgreSQL'

# What users need is a few seconds' work, so the demo does not wait for what developers need. Either is installed again
# whenever its lock or the package's own description changes.
$(RUNTIME) $(INSTALLED): .venv/.%: requirements/%.txt pyproject.toml tools/environment.sh
	@PYTHON='$(PYTHON)' bash tools/environment.sh requirements/$*.txt
	@touch $@
