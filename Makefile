# newsbot: `make crawl` and `make test` set up all that they need. `make help` lists the rest.
SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
SITE ?= demo
# Tests that run at the same time: one more than processors, since many wait for a server or a browser.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)
# The readers that newsbot is measured beside pin versions of their own: they live apart from it.
PEERS ?= .cache/benchmarks
FUZZ ?= .cache/fuzz
TARGET ?= page
SECONDS ?= 60
ifeq ($(MAKECMDGOALS)$(CORPUS),benchmark)
$(error Which pages? make benchmark CORPUS=FOLDER, a folder with expected.jsonl and pages/ (benchmarks/corpus.py))
endif

.DEFAULT_GOAL := help
.PHONY: help setup crawl test test-slow check format lock schema benchmark fuzz egg clean

help: ## This list
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.run: requirements.lock pyproject.toml .ci/setup
	@.ci/setup run $(VENV)

$(VENV)/.dev: requirements-dev.lock pyproject.toml .ci/setup
	@.ci/setup dev $(VENV)

$(PEERS)/.run: requirements-benchmarks.lock .ci/setup
	@.ci/setup benchmarks $(PEERS)

$(FUZZ)/.run: $(VENV)/.dev tests/fuzz/requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --upgrade --target $(FUZZ)/packages -r tests/fuzz/requirements.lock
	@touch $@

setup: $(VENV)/.run ## Set up newsbot in .venv

crawl: $(VENV)/.run ## Crawl the demo newspaper, or a site: make crawl SITE=https://www.example.com
	@.ci/with-libraries $(BIN)/newsbot crawl $(SITE)

test: $(VENV)/.dev ## All tests, a real MongoDB included
	@.ci/with-libraries $(BIN)/pytest -n $(WORKERS) -m "not slow" $(ARGS)

test-slow: $(VENV)/.dev ## The long tests too
	@.ci/with-libraries $(BIN)/pytest -n auto $(ARGS)

check: $(VENV)/.dev ## Style, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@PYTHONPATH=. $(BIN)/lint-imports

format: $(VENV)/.dev ## Put the code into its shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: ## Find newer versions of what newsbot needs (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade -q --extra browser -o requirements.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade -q --extra dev -o requirements-dev.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade -q --extra benchmarks -o requirements-benchmarks.lock pyproject.toml

schema: $(VENV)/.dev ## Write docs/*.schema.json and docs/article.arrow.txt anew
	@$(BIN)/python -m newsbot.publish.schema > docs/article.schema.json
	@$(BIN)/python -m newsbot.sites.schema > docs/site.schema.json
	@$(BIN)/python -m newsbot.publish.arrow > docs/article.arrow.txt

benchmark: $(PEERS)/.run ## newsbot beside other readers: make benchmark CORPUS=FOLDER ARGS="--limit 40"
	@$(PEERS)/bin/python benchmarks/extraction.py --corpus "$(CORPUS)" $(ARGS)

fuzz: $(FUZZ)/.run ## Look for input that breaks a reader: make fuzz TARGET=page SECONDS=60
	@PYTHONPATH=$(FUZZ)/packages $(BIN)/python tests/fuzz/fuzz_reading.py $(TARGET) --seconds $(SECONDS) $(ARGS)

egg: $(VENV)/.dev ## An egg for scrapyd, in dist/
	@$(BIN)/python setup.py -q bdist_egg

clean: ## Remove everything that was set up or built
	rm -rf $(VENV) .cache build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
