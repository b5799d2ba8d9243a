# Two commands on a fresh machine (Python 3.11 and make are there): `make demo` and `make test`.
PY ?= python3
BIN := .venv/bin
RUN := $(BIN)/python -m
# Bytecode is kept even where the machine says not to: a process then starts five times as quickly.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help setup demo test check bench lint types imports words mutants pictures clean

help:  ## This list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

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
	$(RUN) pytest -n auto

check: setup lint types imports test  ## What CI runs: format, lint, types, import contracts, every test

lint: setup
	$(RUN) ruff format --check .
	$(RUN) ruff check .

types: setup
	$(RUN) mypy --strict careered demo_platform tests bench

imports: setup
	$(BIN)/lint-imports

words: setup  ## Collect interface words into the catalogues (careered/locale)
	$(BIN)/python scripts/words.py

bench: setup  ## Server CPU of login + launch + first page, beside PyLTI1p3 with Flask
	$(RUN) bench.launch

mutants: setup  ## Change the launch verifier in some 400 ways: the corpus and certification cases must notice 95 % (a few min)
	$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut export-cicd-stats
	$(BIN)/python scripts/mutants.py

pictures: setup .venv/.browser  ## Take the pictures of docs/ anew, from the demo in a browser
	$(RUN) scripts.pictures

clean:  ## Remove what the commands made here (not your data)
	rm -rf .venv mutants .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
