PORT ?= 8000
ARGS ?=
CASES ?= 1000000
GATEWAY_PORT ?= 8700
PYTHON ?= python3

python := .venv/bin/python
packages := commerce search_index themes wasla_site
templates := $(wildcard themes commerce wasla_site)
prepare := wasla_site/launcher/bootstrap.py
with_postgres := $(python) -m wasla_site.launcher.testing --

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test test-long properties crawl faults bench load pictures check messages services services-stop gateway-simulator clean python \
	packages packages-dev browser pgbouncer redis postgresql maven

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: python ## Run Wasla with its demo stores: make demo [PORT=8000]
	@$(PYTHON) $(prepare) requirements.lock --port $(PORT)
	@$(python) -m wasla_site.launcher --port $(PORT)

test: packages-dev browser pgbouncer redis maven ## Run the tests: make test [ARGS="tests/commerce -k cart"]
	@$(with_postgres) $(python) -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not long" $(ARGS)

test-long: packages-dev browser pgbouncer redis postgresql maven ## Run the tests that take minutes, the crawl included
	@$(with_postgres) $(python) -m pytest -n 2 --dist load --maxschedchunk 1 -m long $(ARGS)

properties: packages-dev ## Try prices against an oracle, and their invariants on a million carts: make properties [CASES=1000000]
	@$(python) -m pytest -q -n 2 tests/commerce/carts/pricing/test_oracle.py tests/commerce/carts/pricing/test_controls.py -m long $(ARGS)
	@$(python) -m pytest -q -n 2 tests/commerce/carts/pricing/test_invariants.py -k "test_invariant" -m "not long" --cases $(CASES) $(ARGS)

crawl: packages-dev browser pgbouncer redis maven ## Prove in full that no store sees another, in half an hour
	@$(with_postgres) $(python) -m pytest -n 2 --dist load --maxschedchunk 1 -m long tests/isolation tests/browser $(ARGS)

faults: packages-dev redis ## Kill everything at every corner for ten minutes, and count what is lost: make faults [ARGS="--seed 7"]
	@$(with_postgres) $(python) -m tests.faults.crashes $(ARGS)

bench: packages-dev maven ## Measure prices, search, pictures, indexing, then pages with many stores: make bench [ARGS="--sizes 2,200"]
	@DJANGO_SETTINGS_MODULE=wasla_site.settings.bench $(python) manage.py bench_pricing
	@DJANGO_SETTINGS_MODULE=wasla_site.settings.bench $(with_postgres) $(python) manage.py bench_search
	@DJANGO_SETTINGS_MODULE=wasla_site.settings.bench $(python) manage.py bench_pictures
	@DJANGO_SETTINGS_MODULE=wasla_site.settings.bench $(with_postgres) $(python) manage.py bench_indexing
	@DJANGO_SETTINGS_MODULE=wasla_site.settings.bench $(with_postgres) $(python) manage.py bench_neighbours
	@DJANGO_SETTINGS_MODULE=wasla_site.settings.bench $(with_postgres) $(python) manage.py bench_tenants $(ARGS)

load: packages-dev ## Sell one hot item to fifty clients at once: make load [ARGS="--rounds 1"]
	@$(python) -m tests.load $(ARGS)

pictures: packages-dev browser ## Make the README's pictures anew
	@mkdir -p docs/pictures
	@PICTURES=docs/pictures $(with_postgres) $(python) -m pytest -q tests/browser -k "pictures or first_page"

check: packages-dev ## Check style, types, imports, templates and migrations
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy .
	.venv/bin/lint-imports
	$(python) -m djlint --lint --quiet $(packages)
	$(with_postgres) $(python) manage.py makemigrations --check --dry-run

gateway-simulator: packages-dev ## Run pretended HyperPay, PayTabs and Moyasar to pay at: make gateway-simulator [GATEWAY_PORT=8700]
	@$(python) -m tests.simulators.gateways --port $(GATEWAY_PORT)

messages: packages-dev ## Compile the translations
	@$(python) -m wasla_site.launcher.catalogues

services: python redis postgresql maven ## Start PostgreSQL, Redis and OpenSearch for make demo to use, and print where they are (README)
	@$(PYTHON) $(prepare) requirements.lock >&2
	@$(python) -m wasla_site.launcher.services start

services-stop: ## Stop what make services started, and nothing else
	@$(python) -m wasla_site.launcher.services stop

clean: ## Remove var/ of this checkout: collected files, and the demo's data unless root made it
	rm -rf var

python:
	@command -v $(PYTHON) >/dev/null || .ci/install python3 python3-venv

packages-dev: python
	@$(PYTHON) $(prepare) requirements-dev.lock

browser:
	@command -v chromium >/dev/null && fc-list :lang=ar 2>/dev/null | grep -q . \
		|| .ci/install chromium fontconfig fonts-noto-core

postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || .ci/install postgresql

redis:
	@command -v redis-server >/dev/null || .ci/install redis-server

# Brings OpenSearch, which no registry of Debian has.
maven:
	@command -v mvn >/dev/null || .ci/install maven

# Debian puts it where only root's PATH leads.
pgbouncer:
	@PATH="$$PATH:/usr/sbin" command -v pgbouncer >/dev/null || .ci/install pgbouncer
