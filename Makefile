# On a machine with Python 3.11 or later and make, `make run` is all it takes.

ifndef PYTHON
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
endif
VENV := .venv/bin/python

.PHONY: run test check bench faults lock
.DEFAULT_GOAL := run

run: .python  ## serve the site, the worker and the scheduler on http://127.0.0.1:8000/ (PORT=…)
	@$(PYTHON) -m tools.environment run
	@$(VENV) -m tools.start

test: .python  ## all tests, on every database that answers (ARGS="-k words" for some)
	@$(PYTHON) -m tools.environment dev
	@$(VENV) -m tools.matrix $(ARGS)

check: .python  ## everything that must hold before a change is kept
	@$(PYTHON) -m tools.environment dev
	@$(VENV) -m tools.check

bench: .python  ## what it costs, against baselines in the same run (BENCH_OPEN=50000 for a quick one); needs PostgreSQL
	@$(PYTHON) -m tools.environment dev
	@$(VENV) -m bench $(ARGS)

faults: .python  ## thousands of texts while workers are killed and the gateway fails (FAULTS_TEXTS=500 for a quick one)
	@$(PYTHON) -m tools.environment dev
	@$(VENV) -m bench.faults

lock: .python  ## choose and lock the newest versions that pyproject.toml allows
	@$(PYTHON) -m tools.lock

.PHONY: .python
.python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed, as python3 on the PATH or as PYTHON=…"; exit 1; }
