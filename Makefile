# Huiyin. Needs Python 3.11 or newer, make and git; everything else is installed in this folder.
#
#   make run      install, start the database, serve the demo county on 127.0.0.1:8000
#   make setup    only install: afterwards .venv/bin/huiyin is the command line
#   make check    style, types, import rules, migrations, translations, packs
#   make test     make check and every test, in a real browser and on the public data too
#   make bench    how fast it is
#   make docs     the guides as a site in build/site (no server needed to read it)
#   make pictures take the pictures of README and guides from a demo county of their own
#   make clean    remove what was installed and built here (never HUIYIN_HOME)
#
# PYTHON=… names the Python to build on.

SHELL = /bin/sh
BIN = .venv/bin
# Browser tests keep an event loop in their process: they have processes of their own.
PARALLEL = $(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile
CHECKS = check-style check-types check-imports check-migrations check-language check-packs check-tree
CATALOGUES = $(wildcard src/huiyin/locale/*/LC_MESSAGES/*.po)
BENCHES = $(patsubst bench/%.py,bench-%,$(filter-out bench/_%,$(wildcard bench/*.py)))

.PHONY: run setup setup-dev test check bench docs pictures clean $(CHECKS) $(BENCHES)
.DEFAULT_GOAL = run

run: setup
	@exec $(BIN)/huiyin up $(UP)

setup: .venv/.runtime build/.stamp .venv/.catalogues

setup-dev: .venv/.dev build/.stamp .venv/.catalogues

# A stamp is younger than what it was made from; it lies in .venv and goes with it.
.venv/.runtime: requirements.lock requirements-tools.lock pyproject.toml tools/install.sh
	@PYTHON="$(PYTHON)" sh tools/install.sh requirements.lock
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	@sh tools/install.sh requirements-dev.lock
	@touch $@

build/.stamp: package-lock.json tools/setup_npm.py | .venv/.runtime
	@$(BIN)/python tools/setup_npm.py
	@touch $@

.venv/.catalogues: $(CATALOGUES) tools/catalogue.py | .venv/.runtime
	@$(BIN)/python tools/catalogue.py compile
	@touch $@

# Each alone: make check-types
check: $(CHECKS)

$(CHECKS): setup-dev

check-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types:
	$(BIN)/mypy

check-imports:
	$(BIN)/lint-imports

# Compares models with migrations; no database is asked, so none is started.
check-migrations:
	DATABASE_URL='host=/nowhere' $(BIN)/python -W ignore -m huiyin makemigrations --check --dry-run

check-language:
	$(BIN)/python tools/catalogue.py check

check-packs:
	$(BIN)/python tools/check_packs.py

check-tree:
	$(BIN)/python tools/check_tree.py

test: check
	@browser=$$(sh tools/browser.sh) && export HUIYIN_CHROMIUM="$$browser" && \
	if [ -n "$(TESTS)" ]; then $(BIN)/pytest $(TESTS); else \
	$(PARALLEL) src tests --ignore=tests/e2e && $(PARALLEL) tests/e2e; fi

# Sizes for a few minutes in all. One program in full: make bench-letters SIZE_letters=600
SIZE_due_dates = 200000
SIZE_letters = 90
SIZE_import_rate = 2000

bench: $(BENCHES)

$(BENCHES): bench-%: setup-dev
	@echo "== $*"
	@$(BIN)/python bench/$*.py $(or $(SIZE_$*),--small)

.venv/.docs: .venv/.runtime requirements-docs.lock
	@sh tools/install.sh requirements-docs.lock
	@touch $@

docs: .venv/.docs
	@$(BIN)/zensical build --strict --config-file mkdocs.yml
	@echo "build/site/guide/zh/office.html"

pictures: setup-dev
	@browser=$$(sh tools/browser.sh) && HUIYIN_CHROMIUM="$$browser" $(BIN)/python tools/screenshots.py

clean:
	rm -rf .venv build .hypothesis .mypy_cache .ruff_cache .import_linter_cache src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -exec rm -f {} +
