# The commands of Mirrorball. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help demo test check bench lint lock setup clean

BIN := .venv/bin
ARGS :=
# Many tests wait for a browser, a disk or a process, so three of them side by side keep two cores busy.
JOBS ?= 3
PYTHON ?=
export PYTHON

demo: setup ## rehearse the finale of season 32; ARGS="--seed 7" passes arguments on
	@$(BIN)/mirrorball demo $(ARGS)

test: setup ## run all tests; ARGS="-k vote" passes arguments on
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder $(ARGS)

check: setup ## format, lint and types, changing nothing
	@$(BIN)/ruff format --check || { echo "Put right by: make lint"; exit 1; }
	@$(BIN)/ruff check
	@$(BIN)/mypy

bench: setup ## print every benchmark; docs/benchmarks.md holds figures that were seen
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r bench/requirements.lock
	@for script in $(filter-out bench/measure.py,$(wildcard bench/*.py)); do echo; echo "== $$script"; $(BIN)/python $$script || exit 1; done

lint: setup ## format the files and mend what ruff can mend
	@$(BIN)/ruff check --fix; $(BIN)/ruff format

lock: ## work requirements.lock out again from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet -o requirements.lock >/dev/null
	@uv pip compile pyproject.toml --extra dev --extra bench --universal --python-version 3.11 --generate-hashes \
		--constraints requirements.lock --no-emit-index-url --no-header --no-annotate --quiet -o bench/requirements.lock >/dev/null

setup: ## make .venv; the other commands do this first, once
	@sh tools/setup.sh

clean: ## remove .venv, caches, and what was built or recorded
	rm -rf .venv build dist record .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile
