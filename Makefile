# `make` alone says what there is.  Wants make 4.3, sh and Python 3.11 or newer.

PYTHON  ?= python3
PROFILE ?= ci
SEED    ?=
KEEP    ?=
export WATCHWORD_EXAMPLES ?= 200
export WATCHWORD_ROUNDS   ?= 20
export WATCHWORD_RUNS     ?= 500
export WATCHWORD_REQUESTS ?= 20000

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
LOG   := $(VENV)/setup.log

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-faults lint format news clean
.DELETE_ON_ERROR:

help:
	@echo 'make demo     three exercise desks on this machine; KEEP=1 leaves them running'
	@echo 'make test     every check: format, lint, arrows, types, tests'
	@echo 'make test-faults  the tests that break something, for longer: 200 rounds'
	@echo 'make lint     the same without the tests'
	@echo 'make format   let the formatter write the layout'
	@echo 'make news     the notes of the next version, as they would read'
	@echo 'make setup    only .venv; the others do it when it is missing or stale'
	@echo 'make clean    remove .venv, caches and builds; a kept demo stays'
	@echo
	@echo 'PYTHON=python3.12            which Python makes .venv'
	@echo 'WATCHWORD_EXAMPLES=200       examples of each property test'
	@echo 'WATCHWORD_ROUNDS=20          rounds of the tests that kill processes'
	@echo 'WATCHWORD_RUNS=500           agreements made up for the oracle of states'
	@echo 'WATCHWORD_REQUESTS=20000     requests that the equal policy in Cedar decides too'
	@echo 'SEED=1234                    repeat a run whose seed was printed'

setup: $(READY)

demo: $(READY)
	@$(BIN)/watchword demo $(if $(KEEP),--keep)

test: lint
	$(BIN)/pytest -q --hypothesis-profile=$(PROFILE) $(if $(SEED),--hypothesis-seed=$(SEED))

test-faults: export WATCHWORD_ROUNDS := $(if $(filter file,$(origin WATCHWORD_ROUNDS)),200,$(WATCHWORD_ROUNDS))
test-faults: $(READY)
	$(BIN)/pytest -q -m faults --hypothesis-profile=$(PROFILE) $(if $(SEED),--hypothesis-seed=$(SEED))
	$(BIN)/pytest -q tests/fuzz --hypothesis-profile=$(PROFILE) $(if $(SEED),--hypothesis-seed=$(SEED))

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

news: $(READY)
	$(BIN)/towncrier build --draft --version next

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache \
	  .hypothesis .import_linter_cache src/*.egg-info
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Done once, and again when what is to be installed has changed.
$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { \
	  echo 'there is no $(PYTHON): apt-get install python3 python3-venv' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Watchword needs Python 3.11 or newer; this is $$($(PYTHON) -V 2>&1)" >&2; \
	  echo 'name another one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo 'python3-venv is missing: apt-get install python3-venv' >&2; exit 1; }
	@printf 'setting up .venv ........................................ '; \
	start=$$(date +%s); \
	mkdir -p $(VENV); \
	if $(PYTHON) -m venv $(VENV) >$(LOG) 2>&1 && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	    --no-input -c constraints.txt -e '.[dev]' >>$(LOG) 2>&1; \
	then echo "$$(($$(date +%s) - start)) s"; \
	else echo failed; tail -n 20 $(LOG) >&2; exit 1; fi
	@touch $@
