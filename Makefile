# `make run` serves the product, `make test` checks it; both set up what they need. GNU make 3.81 (macOS) is enough.

PORT ?= 8501
ADDRESS ?= localhost

PYTHON_BIN := .venv/bin/python
# The one place that says how the product is served, as arguments to Python. The other way that works:
#   -m streamlit run app.py --server.address $(ADDRESS) --server.port $(PORT)
# A connection stays open between two drafts of somebody who types, which come some five seconds apart.
SERVE := -m uvicorn app:app --host $(ADDRESS) --port $(PORT) --timeout-keep-alive 60

# The first-admin link that the server prints names the port.
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test bench load chaos screenshots lint format lock clean clean-all install install-tests serve-arguments

help: ## this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

run: install ## serve dashboard and API on http://localhost:8501 (PORT=..., ADDRESS=0.0.0.0 for other machines)
	@exec $(PYTHON_BIN) $(SERVE)

test: install-tests ## every check there is: ruff, mypy, import-linter, pytest with a browser and PostgreSQL
	@bash .ci/browser.sh
	@bash .ci/nginx.sh
	@bash .ci/test.sh

bench: install-tests ## measure tests/benchmarks; figures in .benchmarks/latest.json
	@mkdir -p .benchmarks
	@$(PYTHON_BIN) -m pytest tests/benchmarks --benchmark-enable --benchmark-only --benchmark-json=.benchmarks/latest.json

load: install-tests .venv/locust/.installed ## a class practises on the dashboard, then as many programs over the API (PEOPLE=50)
	@$(PYTHON_BIN) -m tests.load.candidates --people $(or $(PEOPLE),50); held=$$?; \
	$(PYTHON_BIN) -m tests.load.programs --people $(or $(PEOPLE),50) && exit $$held

chaos: install-tests ## kill the server and cut the power while people answer; is all there? (SEED=... repeats a run)
	@$(PYTHON_BIN) -m tests.load.chaos $(if $(SEED),--seed $(SEED))

screenshots: install-tests ## take the README's pictures anew
	@bash .ci/browser.sh
	@$(PYTHON_BIN) -m tests.screenshots.make

lint: install-tests ## the static checks alone
	@$(PYTHON_BIN) -m ruff check .
	@$(PYTHON_BIN) -m mypy
	@$(PYTHON_BIN) .venv/bin/lint-imports --no-logo

format: install-tests ## format the code and mend what ruff can mend
	@$(PYTHON_BIN) -m ruff format .
	@$(PYTHON_BIN) -m ruff check --fix .

lock: install ## write constraints.txt anew after a change of requirements
	@bash .ci/lock.sh

clean: ## remove caches and what tests left behind; .venv and your data stay
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage tests/.artifacts
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

clean-all: clean ## remove .venv as well; your data stay
	rm -rf .venv

install:
	@bash .ci/install.sh requirements.txt

install-tests: install
	@bash .ci/install.sh tests/requirements.txt

# Locust comes with a plugin that every run of pytest would load, so it lives apart.
.venv/locust/.installed: tests/load/requirements.txt | install
	@$(PYTHON_BIN) -m venv .venv/locust
	@.venv/locust/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# For the tests, which start the server as `make run` does.
serve-arguments:
	@echo '$(SERVE)'
