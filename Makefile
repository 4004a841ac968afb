# The commands of the project. Two are all that a newcomer needs: make run, make test.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# Compiled once, so that every command begins at once, whatever the environment says of bytecode.
PACKAGES := cim_schema checkers pipelines service sample_ifc rulesets
# Set JUESHAN_OUT to keep the results elsewhere.
OUT    ?= $(or $(JUESHAN_OUT),out)
# Where make serve looks for projects at night.
INBOX  ?= inbox

.PHONY: run test test-fast lint docs determination mutations bench serve samples pages clean
.DELETE_ON_ERROR:

run: $(VENV)/.run pages
	$(BIN)/jueshan nightly --once --inbox sample_ifc/clean --store gpkg:$(OUT)/cim.gpkg --out $(OUT)

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile

test-fast: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow and not browser"

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The service's pages; without Node the service says how to build them, and all else works.
NODE_IS_NEW_ENOUGH = node -e 'process.exit(+(process.versions.node.split(".")[0] < 20))' 2>/dev/null
PAGE_SOURCES := $(wildcard web/index.html web/*.json web/*.ts web/src/*.* web/src/*/*.* web/public/*/* cim_schema/catalogues/*/web.toml cim_schema/catalogues/*/code.toml)

pages:
	@if $(NODE_IS_NEW_ENOUGH); then $(MAKE) --no-print-directory web/dist/index.html || echo "The pages could not be built; see above. All else works without them." >&2; \
	else echo "Node 20 or later was not found, so the pages are not built; all else works without them." >&2; fi

web/node_modules/.package-lock.json: web/package-lock.json
	npm --prefix web ci --no-audit --no-fund --silent

web/dist/index.html: web/node_modules/.package-lock.json $(PAGE_SOURCES)
	npm --prefix web run --silent build -- --logLevel warn

docs: $(VENV)/.dev
	$(BIN)/python -m cim_schema.documentation
	$(BIN)/python -m checkers.documentation
	$(BIN)/python -m checkers.requirement_files
	$(BIN)/python -m checkers.kit

# What the rules can decide of real models, rule by rule; needs the folder of real models (JUESHAN_SHARED).
determination: $(VENV)/.dev
	$(BIN)/python -m bench.determination

# Models changed one thing at a time, and what the rules notice; make mutations EACH=2 MUTATED="a.ifc b.ifc". It goes on where it ended.
MUTATED ?= $(wildcard sample_ifc/clean/*/*.ifc)
mutations: $(VENV)/.dev
	mkdir -p $(OUT)
	$(BIN)/python -m tests.mutations $(MUTATED) --each $(or $(EACH),1) --out $(OUT)/mutations.jsonl --write-page

samples: $(VENV)/.dev
	$(BIN)/python -m sample_ifc.generate

serve: $(VENV)/.run pages
	$(BIN)/jueshan serve --inbox $(INBOX) --store gpkg:$(OUT)/cim.gpkg --out $(OUT)

# make bench; make bench CASES=read,validate RUNS=3 MODEL=large.ifc RESUME=1 LONG=1; see docs/performance.md
bench: $(VENV)/.dev
	$(BIN)/python -m bench $(if $(CASES),--cases "$(CASES)") $(if $(RUNS),--runs $(RUNS)) $(if $(MODEL),--model "$(MODEL)") \
	  $(if $(MODELS),--models "$(MODELS)") $(if $(LONG),--long) $(if $(RESUME),--resume)

clean:
	rm -rf $(VENV) out .jueshan web/dist web/node_modules

# The pinned list is complete, so nothing is left to resolve (pip before 24 stumbles over extras in hashed lists).
# What a run needs, with hashes. A development installation serves as well.
$(VENV)/.run: pyproject.toml pins/run.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; make PYTHON=python3.12 run")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -e $(VENV)/.dev || $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r pins/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q $(PACKAGES)
	$(BIN)/python -m pipelines.ingest.warm_up || true
	touch $@

$(VENV)/.dev: pyproject.toml pins/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; make PYTHON=python3.12 test")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r pins/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q $(PACKAGES)
	$(BIN)/python -m pipelines.ingest.warm_up || true
	touch $@ $(VENV)/.run
