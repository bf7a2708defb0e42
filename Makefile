# Every target is one line here; the work is in small scripts under tools/.
PYTHON ?= python3
PORT ?= 8420
ARGS ?=
SETUP = @$(PYTHON) -m tools.setup
RUN = @exec $(PYTHON) -m tools.run

.PHONY: help setup demo dev test check bench soak shots promises clean
.DEFAULT_GOAL := help

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

setup: ## install everything that any other target needs
	$(SETUP) test

demo: ## start a community of demo people; PORT=8420 to choose, RESET=1 to rebuild it
	$(SETUP) demo
	$(RUN) . bobwhite demo --port $(PORT) $(if $(filter 1 yes true,$(RESET)),--reset)

dev: ## the demo, restarted and rebuilt whenever a source file changes
	$(SETUP) demo
	$(RUN) . python -m tools.dev --port $(PORT)

check: ## style, types, contracts and unit tests: two minutes at most
	$(SETUP) check
	$(RUN) . python -m tools.check

test: ## everything that check does, the database and socket suites, and real browsers
	$(SETUP) test
	$(RUN) . python -m tools.check --all

bench: ## measure calls beside a bare two-page connection; ARGS= goes to the benchmark
	$(SETUP) browser
	$(RUN) . python -m bench $(ARGS)

soak: ## the long forms of floods, noise and races, then the browser tests again and again; ARGS="--repeat-each 50"
	$(SETUP) test
	$(RUN) . pytest -q -m soak -o faulthandler_timeout=0
	$(RUN) e2e npx playwright test --retries 0 --repeat-each 10 --max-failures 1 $(ARGS)

shots: ## take the screenshots of every screen
	$(SETUP) browser
	$(RUN) e2e npm run shots -- $(ARGS)

promises: ## list what Bobwhite stands for, each rule with its tests
	@$(PYTHON) -m tools.promises

clean: ## remove everything that was built or installed here; demo data stays
	rm -rf .venv .tools web/node_modules e2e/node_modules src/bobwhite/web_dist dist \
		.mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
