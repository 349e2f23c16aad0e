# Needs Python 3.11+, make and a package registry; everything else is brought by the first step, `tools`.
# On a machine where python3 is older: make PYTHON=python3.12 serve
PYTHON ?= python3
READY := .venv/bin/python
PORT ?= 8000

.PHONY: serve test build check bench screenshots pictures requirements tools browser clean

serve: build
	@PORT=$(PORT) $(READY) -m tools.serve

test: build browser
	@PATH="$(CURDIR)/.venv/bin:$$PATH" npm run --silent types
	@$(READY) -m pytest

build:
	@$(PYTHON) -m tools.build

tools:
	@$(PYTHON) -m tools.build tools

browser: tools
	@$(READY) -m tools.browser

check: tools
	@$(READY) -m tools.check

bench: build browser
	@$(READY) -m tools.bench $(NAME)

screenshots: build browser
	@$(READY) -m tools.screenshots

pictures: build browser
	@$(READY) -m tools.pictures

requirements: tools
	@$(READY) -m tools.requirements

clean:
	rm -rf build node_modules .venv .mypy_cache .ruff_cache .hypothesis .import_linter_cache
