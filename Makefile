# On a fresh machine (Python 3.11 or newer, with venv and pip): `make run` or `make test`.
# LOKET_* settings are read from the environment, from `make run LOKET_PORT=9000`, or from .env.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: setup run ingest corpus-check eval bench screenshots test test-setup browser check

setup: .venv/.setup

# A stamp for each lock file: what has not changed is not installed again.
.venv/.setup: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Loketwijzer needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear .venv
	$(PIP) --requirement requirements.lock
	$(PIP) --no-deps --editable .
	@touch $@

.venv/.test-setup: .venv/.setup requirements-dev.lock requirements-st.lock
	$(PIP) --requirement requirements-dev.lock --requirement requirements-st.lock
	@touch $@

run: ingest
	$(BIN)/loket serve

ingest: setup
	$(BIN)/loket ingest

corpus-check: setup
	$(BIN)/loket corpus check

eval: ingest
	$(BIN)/loket eval

bench: setup
	$(BIN)/python -m evals.benchmark
	$(BIN)/python -m evals.search_speed

screenshots: ingest test-setup
	$(BIN)/python -m evals.screenshots

test: test-setup check
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

check: .venv/.test-setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test-setup: .venv/.test-setup browser

# Without root and without a browser, the browser tests are skipped and say so.
browser:
	@if ! command -v chromium chromium-browser google-chrome >/dev/null && [ "$$(id -u)" = 0 ] \
	    && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium \
	    || echo "no browser could be installed; its tests will be skipped"; \
	fi
