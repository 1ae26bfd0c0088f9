# Every target sets up what it needs; nothing but Python 3.11+, git and make must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo page setup check test eval train bench fuzz clean

help: ## This list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

# The program alone: what a user installs.
$(VENV)/.program: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Bonafides needs Python 3.11 or later; say make PYTHON=/path/to/python3.11" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --editable .
	@$(BIN)/python -m compileall -q src $(VENV)/lib || true # start-up must not wait for the compiler
	@touch $@

# The program with all extras and the developers' tools.
$(VENV)/.developer: pyproject.toml $(VENV)/.program
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --editable '.[ocr,hunt,spark,serve,desk,lists]' --group dev
	@# nomenklatura asks for DuckDB 1 for an index of its own, which is not used here; 2 tells more of damaged files.
	@$(BIN)/python -m pip install --quiet --upgrade 'duckdb>=2,<3' 2> /dev/null
	@touch $@

demo: $(VENV)/.program ## Check the fictional example export
	@$(BIN)/bonafides check examples/linkedin-export.zip "examples/WhatsApp Chat with Adrian Vale.zip" --join adrian-vale adrian-vale-2 --timezone Europe/London --out demo-report.html --quiet
	@$(BIN)/bonafides check examples/linkedin-export.zip "examples/WhatsApp Chat with Adrian Vale.zip" --join adrian-vale adrian-vale-2 --timezone Europe/London
	@echo "The same as a page: $(CURDIR)/demo-report.html"

page: $(VENV)/.program ## Write the browser edition, a static site, to build/page (needs Node.js and npm)
	@$(BIN)/bonafides page build --out build/page
	@echo "To try it: $(BIN)/python -m http.server --directory build/page, then open http://localhost:8000"

setup: $(VENV)/.developer ## Build .venv with everything developers need

check: $(VENV)/.developer ## Style, types, import contracts, documentation
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest tests/test_docs.py tests/test_house.py
	@$(BIN)/bonafides routes --check

test: $(VENV)/.developer ## All tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile || { \
	  test $$? -eq 1 && echo "What failed is tried once more, alone: a busy machine can make a browser miss its moment." && \
	  $(BIN)/python -m pytest --last-failed --last-failed-no-failures none --maxfail 20; }

eval: $(VENV)/.developer ## Measure quality; write evals/report.md and compare it with evals/baseline.json
	$(BIN)/python -m evals.run --gate

train: $(VENV)/.developer ## Train the learned layer on the corpus
	$(BIN)/python -m train

bench: $(VENV)/.developer ## Measure speed and memory, beside other tools that can be installed
	$(BIN)/python -m bench.run
	$(BIN)/python -m bench.hunt
	$(BIN)/python -m bench.page

fuzz: $(VENV)/.developer ## Throw damaged files at every reader, SECONDS=20 each
	$(BIN)/python -m fuzz.readers --seconds $(or $(SECONDS),20)

clean: ## Remove everything that was built
	rm -rf $(VENV) .venv-light build dist demo-report.html
