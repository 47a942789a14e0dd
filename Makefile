# Glückauf: one list of commands for laptop and server. `make help` prints it.
VENV ?= .venv
PY = $(VENV)/bin/python
UV = $(VENV)/bin/uv
STATIC = glueckauf/core/static/vendor
export UV_LINK_MODE = copy

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 18

$(VENV)/ok: requirements.txt
	python3.11 -m venv $(VENV)
	$(VENV)/bin/pip install -q --disable-pip-version-check uv==0.13.9
	$(UV) pip sync -q --python $(PY) requirements.txt
	touch $@

$(VENV)/dev: requirements-dev.txt
	python3.11 -m venv $(VENV)
	$(VENV)/bin/pip install -q --disable-pip-version-check uv==0.13.9
	$(UV) pip sync -q --python $(PY) requirements-dev.txt
	touch $@ $(VENV)/ok

check: $(VENV)/dev  ## format, lint, types, contracts: under a minute, before each commit
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy

	$(PY) tests/sizes.py

test: $(VENV)/dev  ## the whole suite on SQLite and PostgreSQL, with real browser, mail and virus servers: up to an hour on two slow cores
	tests/machine.sh
	$(PY) tests/everything.py

test-fast: $(VENV)/dev  ## on SQLite, without the slow ones: under two minutes
	GLUECKAUF_MODE=test GLUECKAUF_VAR=var/test-fast timeout 600 $(PY) -m pytest -q -m "not slow and not e2e and not real and not shared_data"

demo: $(VENV)/ok  ## a filled town hall at http://127.0.0.1:8000
	$(PY) -m glueckauf demo

run: $(VENV)/ok  ## web, worker and mail inlet, as GLUECKAUF_… says
	$(PY) -m glueckauf run

bench: $(VENV)/dev  ## measure the running product: table, bench/results.json (half an hour, idle machine)
	$(PY) -m bench

screenshots: $(VENV)/dev  ## every page of a fresh demo at 390 and 1280 px, in var/screenshots
	PYTHONPATH=. $(PY) tests/screenshots.py

pictures: $(VENV)/dev  ## the same, and those of the README in docs/pictures
	PYTHONPATH=. $(PY) tests/screenshots.py --readme

vendor:  ## copy KERN, fonts, htmx, MapLibre and axe from npm (needs node; the result is committed)
	npm ci
	cp node_modules/@kern-ux/native/dist/kern.min.css node_modules/@kern-ux/native/LICENSE.md $(STATIC)/kern/
	for w in Regular Medium SemiBold; do install -m 644 node_modules/@kern-ux/native/dist/fonts/fira-sans/FiraSans-$$w.woff2 $(STATIC)/kern/fonts/; done
	cp node_modules/htmx.org/dist/htmx.min.js node_modules/htmx.org/LICENSE $(STATIC)/htmx/
	for f in maplibre-gl-csp.js maplibre-gl-csp-worker.js; do sed '/^\/\/# sourceMappingURL/d' node_modules/maplibre-gl/dist/$$f > $(STATIC)/maplibre/$$f; done
	cp node_modules/maplibre-gl/dist/maplibre-gl.css node_modules/maplibre-gl/dist/LICENSE.txt $(STATIC)/maplibre/
	cp node_modules/axe-core/axe.min.js node_modules/axe-core/LICENSE node_modules/axe-core/LICENSE-3RD-PARTY.txt tests/vendor/axe-core/

pins:  ## resolve requirements*.in into plain name==version lists
	$(UV) pip compile --no-emit-index-url --no-header --no-annotate -q --python-version 3.11 requirements.in -o requirements.txt
	cat requirements.txt requirements-dev.in > var/dev.in
	$(UV) pip compile --no-emit-index-url --no-header --no-annotate -q --python-version 3.11 var/dev.in -o requirements-dev.txt
	rm var/dev.in

.PHONY: help check test test-fast bench demo run pins screenshots pictures vendor
