# Familiennetz: two commands, "make run" and "make test"; the others are one line each.

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; print("$(p)" * (sys.version_info >= (3, 11)))' 2>/dev/null)) python3-ab-3.11-fehlt)
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py
TEMPLATES = $$(git ls-files -co --exclude-standard '*.html' '*.txt' | grep /templates/ ; git ls-files -co --exclude-standard 'templates/*.html')
NO_COLOR_WARNINGS = PYTHONWARNINGS=ignore

.PHONY: setup dev run test check fix migrate seed shell bench e2e backup
.DEFAULT_GOAL := run

setup:    ; @$(PYTHON) familynet/venv.py requirements.txt
dev:      ; @$(PYTHON) familynet/venv.py requirements-dev.txt
run:      setup ; @$(MANAGE) up
test:     dev ; @$(BIN)/python -m pytest $(ARGS)
check:    dev ; @$(BIN)/python -m familynet.check
fix:      dev ; @$(BIN)/ruff check --fix . && $(BIN)/ruff format .
migrate:  setup ; @$(MANAGE) migrate
seed:     setup ; @$(MANAGE) seed $(or $(ARGS),--size demo)
shell:    setup ; @$(MANAGE) shell
bench:    dev ; @$(BIN)/python -m benchmarks $(ARGS)
e2e:      dev ; @$(BIN)/python -m pytest -m browser $(ARGS)
backup:   setup ; @$(MANAGE) backup
