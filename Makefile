# One command for each thing one does with annotator; `make help` lists them.
# Works with GNU make 3.81 (macOS) and later, from an empty environment.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
THREADS ?= 16

VENV := .venv
BIN := $(VENV)/bin
RUN_TOOLS := $(VENV)/installed-run
DEV_TOOLS := $(VENV)/installed-dev
CATALOGUES := annotator/translations
MESSAGES := $(VENV)/messages.pot
JS := tests/js
JS_TOOLS := $(JS)/node_modules/installed
NODE_TEST := node --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --test --test-reporter=spec
BIOME := node_modules/.bin/biome

PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --prefer-binary
HAS_NODE := command -v npm >/dev/null && command -v node >/dev/null && node -e 'v = process.versions.node.split("."); process.exit(Number(100 * v[0] + 1 * v[1] < 2019))'
WITHOUT_NODE = echo "SKIPPED: $@ needs Node.js 20.19 or later with npm" >&2; test "$$ANNOTATOR_TEST_STRICT" != 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run test check bench screenshots translations format clean help browser js-tools
.PHONY: check-python check-types check-imports check-templates check-js

run: $(RUN_TOOLS) ## start annotator (HOST, PORT); the first run installs and fills the demo project
	@$(BIN)/flask --app wsgi db upgrade
	@$(BIN)/flask --app wsgi seed
	@echo "annotator: http://$(HOST):$(PORT)/ (Ctrl+C ends it)"
	@exec $(BIN)/gunicorn wsgi:app --bind "$(HOST):$(PORT)" --worker-class gthread --workers 1 \
	  --threads $(THREADS) --keep-alive 30 --no-control-socket --log-level warning

test: $(DEV_TOOLS) js-tools browser ## run every test: the browser's modules with node, all else with pytest
	@failed=0; \
	if $(HAS_NODE); then (cd $(JS) && $(NODE_TEST)) || failed=1; \
	else $(WITHOUT_NODE) || failed=1; fi; \
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS) || failed=1; \
	exit $$failed

check: check-python check-types check-imports check-templates check-js ## layout, lint, types, import order, templates, JavaScript

check-python: $(DEV_TOOLS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

check-types: $(DEV_TOOLS)
	$(BIN)/mypy

check-imports: $(DEV_TOOLS)
	$(BIN)/lint-imports --no-cache

check-templates: $(DEV_TOOLS)
	$(BIN)/djlint templates --lint --quiet

check-js: js-tools
	@if $(HAS_NODE); then set -ex; \
	  (cd $(JS) && node_modules/.bin/tsc --project jsconfig.json && $(BIOME) ci --colors=off --error-on-warnings .); \
	  (cd static && ../$(JS)/$(BIOME) ci --colors=off --error-on-warnings --config-path=../$(JS) .); \
	else $(WITHOUT_NODE); fi

bench: $(DEV_TOOLS) js-tools browser ## measure speed and memory, each figure beside its baseline
	@$(BIN)/python -m tests.bench $(ARGS)

screenshots: $(DEV_TOOLS) js-tools browser ## take the README's pictures anew
	$(BIN)/python -m tests.browser.screenshots

translations: $(DEV_TOOLS) ## bring the catalogues up to date with the texts of the interface, and compile them
	$(BIN)/pybabel --quiet extract -F $(CATALOGUES)/babel.cfg -k sentence --no-location --sort-output -o $(MESSAGES) .
	$(BIN)/pybabel --quiet update -i $(MESSAGES) -d $(CATALOGUES) --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel --quiet compile -d $(CATALOGUES)

format: $(DEV_TOOLS) js-tools ## lay out Python, JavaScript and CSS, and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	@if $(HAS_NODE); then set -ex; \
	  (cd $(JS) && $(BIOME) check --colors=off --write .); \
	  (cd static && ../$(JS)/$(BIOME) check --colors=off --write --config-path=../$(JS) .); \
	else $(WITHOUT_NODE); fi

clean: ## remove the caches of the tools; never .venv, instance or exports
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage
	find annotator tests -name __pycache__ -type d -not -path '*/node_modules/*' -prune -exec rm -rf {} +

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# What the commands above stand on.

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || { \
	  echo "annotator needs Python 3.11 to 3.14. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)

$(RUN_TOOLS): requirements.txt | $(BIN)/python
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(DEV_TOOLS): requirements-dev.txt requirements.txt | $(BIN)/python
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@ $(RUN_TOOLS)

js-tools:
	@if ! $(HAS_NODE); then $(WITHOUT_NODE); \
	elif ! test $(JS_TOOLS) -nt $(JS)/package-lock.json; then \
	  (cd $(JS) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) && touch $(JS_TOOLS); fi

# Tests look for Chromium themselves; this only offers to bring it where that takes no question.
browser: $(DEV_TOOLS)
	@if ! $(BIN)/python -m tests.browser.chromium >/dev/null; then \
	  if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null; \
	  else echo "No Chromium: the browser's tests need one (Debian: chromium; macOS: Google Chrome)." >&2; fi; fi
