# Two commands on a fresh machine (Python 3.11 and make are there): `make demo` and `make test`.
PY ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
# Tests wait for a database or a browser a third of their time: three processes for two cores.
TEST_PROCESSES ?= $(shell $(PY) -c 'import os; print((os.cpu_count() or 1) * 3 // 2 or 1)')
# Bytecode is kept even where the machine says not to: a process then starts five times as quickly.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help setup demo test test-fast check crash bench nation monday lint types imports format run messages mutation-test screenshots screens clean

help:  ## This list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.installed: pyproject.toml requirements-dev.lock
	test -x $(BIN)/python || $(PY) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check uv==0.13.9
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	touch $@

setup: .venv/.installed  ## Everything the other commands need, in .venv

demo: setup  ## The tool and a small school platform on this machine; prints the address to open
	CAREERED_ALLOW_LOOPBACK=1 $(BIN)/careered demo

.venv/.browser: .venv/.installed scripts/browser.sh
	sh scripts/browser.sh
	touch $@

test: setup .venv/.browser  ## Every test: SQLite, PostgreSQL and a real browser (all brought along)
	$(RUN) pytest -n $(TEST_PROCESSES) --figures --durations=20 --durations-min=1

# Left out: whole folders that go through many pages (access, journeys, corpus, admin, cli, reports, statistics, demo_platform),
# what starts processes (crash, browser), and by the marks of tests/conftest.py what is slow or runs on PostgreSQL again.
FAST := lti packs certification privacy roster grade_sync web lessons notebook boards questions services training dashboard desk live talks db progress test_clock.py test_docs.py test_slow.py
test-fast: setup  ## The tests of the inner loop, in a minute and a half
	$(RUN) pytest -n auto -m "not slow and not postgresql and not browser" $(addprefix tests/,$(FAST))

check: setup lint types imports test  ## What CI runs: format, lint, types, import contracts, every test

run: setup  ## The tool alone, without a platform, at http://localhost:8000; keeps its data in data/
	CAREERED_ALLOW_LOOPBACK=1 $(BIN)/careered db upgrade
	CAREERED_ALLOW_LOOPBACK=1 $(BIN)/careered serve

format: setup  ## Format the code and apply the linter's safe fixes
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

lint: setup
	$(RUN) ruff format --check .
	$(RUN) ruff check .

types: setup
	$(RUN) mypy --strict --explicit-package-bases careered demo_platform tests bench scripts

imports: setup
	$(BIN)/lint-imports

messages: setup  ## Extract interface messages into the catalogues (careered/locale)
	$(BIN)/python scripts/messages.py

KILLS ?= 200
PUPILS ?= 32
crash: setup  ## 200 kills of server, worker and PostgreSQL under 32 pupils, on each database (an hour or two); KILLS=20: fewer
	CRASH_KILLS=$(KILLS) CRASH_PUPILS=$(PUPILS) $(RUN) pytest tests/crash/test_kill.py -v -rP

bench: setup  ## What careered may cost, on SQLite and PostgreSQL, beside PyLTI1p3 with Flask (six minutes)
	$(RUN) bench

NATION ?= 1
nation: setup  ## A Finland in PostgreSQL (2.5 GB for the while), and what careered costs in it; NATION=0.1: a tenth
	$(RUN) bench.nation --share $(NATION)

monday: setup  ## A storm of launches, cards and answers at a rising rate, until something breaks; it says what (ten minutes)
	$(RUN) bench.monday

mutation-test: setup  ## Mutate the launch verifier: the corpus and certification cases must kill 95 % (a few minutes)
	$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut export-cicd-stats
	$(BIN)/python scripts/mutation_test.py

screenshots: setup .venv/.browser  ## Take the screenshots of docs/ from the demo in a browser
	$(RUN) scripts.screenshots

# One of these at a time, or several: make screens PACKS=tests/lessons/bay LESSONS="xb-1 xb-2" LANGS=fi SIZES=360x600 SHOTS=shots SCRIPTS=no SCHEME=dark
screens: setup .venv/.browser  ## Walk every lesson in every language, screen by screen, and say which limits do not hold
	$(RUN) bench.screens $(if $(PACKS),--packs $(PACKS)) $(if $(LESSONS),--lessons $(LESSONS)) $(if $(LANGS),--langs $(LANGS)) \
	  $(if $(SIZES),--sizes $(SIZES)) $(if $(SHOTS),--shots $(SHOTS)) $(if $(SCRIPTS),--scripts $(SCRIPTS)) $(if $(SCHEME),--scheme $(SCHEME))

clean:  ## Remove what the commands made here (not your data)
	rm -rf .venv mutants .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
