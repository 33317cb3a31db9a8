# Targets that carry a "## comment" are listed by plain `make`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
CLIENT ?= data/cdnow
UV     := $(shell command -v uv 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help setup report test check lab lint catalogue codebook bench lock

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml constraints.txt
	@echo "Setting up $(VENV) (once; about two minutes) …" >&2
ifdef UV
	@test -x $(BIN)/python || $(UV) venv -q --python $(PYTHON) $(VENV)
	@$(UV) pip install -q --python $(BIN)/python -c constraints.txt -e '.[dev]'
else
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
endif
	@touch $@

setup: $(STAMP) ## create .venv with the exact versions of constraints.txt

report: $(STAMP) ## render the demo client, or CLIENT=data/acme
	@$(BIN)/workbook report $(CLIENT)

test: $(STAMP) ## run the whole test suite
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

check: lint ## lint, types and the fast tests: for daily work
	@$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not slow" --hypothesis-profile=quick

lab: $(STAMP) ## open JupyterLab on the notebooks, with CLIENT loaded
	@$(BIN)/workbook lab $(CLIENT)

lint: $(STAMP) ## ruff and the type checker
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

codebook: $(STAMP) ## write the tables of data/README.md from the facts that the rooms declare
	@$(BIN)/python -m analysis.codebook

catalogue: $(STAMP) ## collect every sentence that a reader may see into locale/analysis.pot
	@$(BIN)/pybabel -q extract -F babel.cfg -k sentence -k later -k sentences:2,3 -k data_error -k says -k says_by:1,2 \
	   --omit-header --no-location --sort-output -o src/analysis/locale/analysis.pot .

bench: $(STAMP) ## what the speed claims rest on
	@for name in report btyd value intake excel rooms; do $(BIN)/python benchmarks/bench_$$name.py || exit 1; done

lock: $(STAMP) ## refresh constraints.txt to the newest versions that fit
	@rm -rf $(VENV).lock && $(PYTHON) -m venv $(VENV).lock
	@$(VENV).lock/bin/python -m pip install -q --disable-pip-version-check --upgrade -e '.[dev]'
	@{ echo "# Exact versions of everything that is installed; made by \`make lock\`."; \
	   $(VENV).lock/bin/python -m pip freeze --exclude-editable | grep -v '@'; } > constraints.txt
	@rm -rf $(VENV).lock
