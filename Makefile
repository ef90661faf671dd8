# Every target brings up what it needs; nothing has to be done first.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
.PHONY: install run test check e2e bench docs lock

install: $(STAMP)
$(STAMP): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)
run: $(STAMP) ; $(BIN)/python scripts/run_demo.py $(if $(PORT),--port $(PORT))
test: $(STAMP) ; $(BIN)/python -m pytest -n 2
check: $(STAMP) ; $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/python -m pytest tests/house
e2e: $(STAMP) ; $(BIN)/python -m pytest tests/e2e
bench: $(STAMP) ; $(BIN)/python benchmarks/run.py
docs: $(STAMP) ; $(BIN)/python scripts/reference.py
lock: $(STAMP) ; $(BIN)/pip-compile --quiet --upgrade --generate-hashes --allow-unsafe --no-emit-options --no-emit-index-url --strip-extras --extra dev -o requirements.lock pyproject.toml
