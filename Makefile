# Glückauf: one list of commands for laptop and server. `make help` prints it.
VENV ?= .venv
PY = $(VENV)/bin/python
UV = $(VENV)/bin/uv
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

pins:  ## resolve requirements*.in into plain name==version lists
	$(UV) pip compile --no-emit-index-url --no-header --no-annotate -q --python-version 3.11 requirements.in -o requirements.txt
	cat requirements.txt requirements-dev.in > var/dev.in
	$(UV) pip compile --no-emit-index-url --no-header --no-annotate -q --python-version 3.11 var/dev.in -o requirements-dev.txt
	rm var/dev.in

.PHONY: help check pins
