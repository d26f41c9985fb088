# Familiennetz: two commands, "make run" and "make test"; the others are one line each.

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(p) -c 'import sys; print("$(p)" * (sys.version_info >= (3, 11)))' 2>/dev/null)) python3-ab-3.11-fehlt)
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py
OURS = kit texts accounts partners offers registrations agreements committees planning familynet
# Starting a second process pays for the whole suite only, not for the part that ARGS names.
PROCESSES = $(if $(findstring tests/,$(ARGS)),0,2)
PRODUCTION = FAMILYNET_MODE=production SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
  ALLOWED_HOSTS=netz.example PUBLIC_BASE_URL=https://netz.example DATABASE_URL=postgresql://check@127.0.0.1:1/check \
  EMAIL_URL=smtp://127.0.0.1:25 MAIL_FROM=netz@check.invalid FAMILYNET_DATA=var/check

.PHONY: setup dev run test quick seconds check fix migrate seed shell bench search-eval figures e2e backup
.DEFAULT_GOAL := run

setup:    ; @$(PYTHON) familynet/host/venv.py requirements.txt
dev:      ; @$(PYTHON) familynet/host/venv.py requirements-dev.txt
run:      setup ; @$(MANAGE) up
test:     dev ; @$(BIN)/python -m pytest -n $(PROCESSES) $(ARGS)
quick:    dev ; @$(BIN)/python -m pytest -n 2 -m "not browser and not slow" $(ARGS)
seconds:  dev ; @$(BIN)/python -m pytest -n 2 --write-seconds
fix:      dev ; @$(BIN)/ruff check --fix . && $(BIN)/ruff format .
migrate:  setup ; @$(MANAGE) migrate
seed:     setup ; @$(MANAGE) seed $(or $(ARGS),--size demo)
shell:    setup ; @$(MANAGE) shell
bench:    dev ; @$(BIN)/python -m benchmarks $(if $(SIZE),--size $(SIZE)) $(ARGS)
search-eval: dev ; @$(BIN)/python -m benchmarks.relevance $(ARGS)
figures:  dev ; @$(BIN)/python -m benchmarks.house_figures $(ARGS)
e2e:      dev ; @$(BIN)/python -m pytest -m browser $(ARGS)
backup:   setup ; @$(MANAGE) backup

check: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check $$(find templates $(OURS) -name '*.html' -path '*templates*')
	$(BIN)/mypy manage.py $(OURS)
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	@mkdir -p var/check/static
	$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
