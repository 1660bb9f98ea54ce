# The front door: `make demo` does the main job from nothing, `make test` proves the tool.
# Needs python3 (3.11 or newer), git and Node.js; everything else is set up here.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
DEMO := .cache/demo

.PHONY: help demo test lint unit fast fuzz projects bench release-blueprints clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(BIN)/agentscaffold: requirements-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(BIN)/agentscaffold ## Generate a project from examples/next-trpc and prove it, in .cache/demo
	$(BIN)/python scripts/demo.py $(DEMO)

test: lint unit ## Lint, types, import contract, unit tests (the fast tier)

lint: $(BIN)/agentscaffold
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(BIN)/agentscaffold
	$(BIN)/pytest -q -n 2 -m "not project"

fast: $(BIN)/agentscaffold ## Unit tests without the slow ones: commands that write projects, releases, wheels
	$(BIN)/pytest -q -n 2 -m "not project" --ignore tests/engine/merge --ignore tests/commands --ignore tests/test_wheel.py \
		--ignore tests/test_releases.py --ignore tests/engine/test_releases.py --ignore tests/test_wizard.py

fuzz: $(BIN)/agentscaffold ## Merge N random updates and look for anything lost
	$(BIN)/python scripts/fuzz_merge.py $(or $(N),100)

projects: $(BIN)/agentscaffold ## Build and run generated projects (tier 2: Node, npm registry, PostgreSQL, Chromium)
	$(BIN)/pytest -v -m project

bench: $(BIN)/agentscaffold ## Measure the command line, as ratios (docs/benchmarks.md)
	$(BIN)/python scripts/bench.py

release-blueprints: $(BIN)/agentscaffold ## Release the version in blueprints/VERSION into blueprints/releases
	$(BIN)/python scripts/release_blueprints.py

clean: ## Remove everything that was set up or generated
	rm -rf .venv .cache dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
