# Everything is installed into .venv, on first use; a stamp file there says what has been done.
.POSIX:
.SILENT:
.PHONY: help serve test walk faults fuzz soak bench check format heights golden messages lock audit sbom wheel clean browser nginx systemd wrk

# With bytecode kept, as of what is installed, whatever the shell says.
PYTHON = PYTHONDONTWRITEBYTECODE= .venv/bin/python
PYTEST = $(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder
HOST = 127.0.0.1
PORT = 8000
ARGS =

PIP = .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input
FIND_NPM = \
	node=$$(node --version 2>/dev/null) || node=none; npm=; \
	case $$node in v20.19.*|v20.2?.*|v2[1-9].*|v[3-9]?.*) npm=$$(command -v npm) || true;; esac; \
	if test -z "$$npm"; then \
		npm=$$PWD/.venv/bin/npm; \
		test -x "$$npm" || { \
			echo "Installing Node.js from PyPI, for its npm (once)…"; \
			$(PIP) --require-hashes -r requirements-node.lock; \
		}; \
	fi
NPM_CI = $(FIND_NPM); \
	cd "$$(dirname $(@D))"; \
	errors=$$("$$npm" ci --loglevel=error 2>&1 >/dev/null) || { \
		echo "$$errors" | head -n 4 >&2; \
		echo "npm ci failed in $$(dirname $(@D))/: is an npm registry within reach?" >&2; \
		exit 1; \
	}
LOCK = .venv/supply/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header $(ARGS)

help: ## Show this list
	echo "make TARGET, where TARGET is one of"
	sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r target text; do \
		printf '  %-8s %s\n' "$$target" "$$text"; \
	done

serve: .venv/.installed ## Start the server on http://127.0.0.1:8000 (HOST=, PORT=)
	exec .venv/bin/widgets serve --host $(HOST) --port $(PORT)

test: .venv/.tested tests/node_modules/.package-lock.json browser nginx systemd ## Run the tests, those of widgets in a browser too (ARGS= for pytest)
	$(PYTEST) -m "not walk" $(ARGS)

walk: .venv/.tested tests/node_modules/.package-lock.json browser nginx systemd ## Walk the long ways: a colleague's week, every page in every role and width, a full disk (ARGS= for pytest)
	$(PYTEST) -m walk $(ARGS)

faults: .venv/.tested ## Kill what writes to the database at random moments, and print what survived (ARGS=--help)
	$(PYTHON) -m tests.faults.killing $(ARGS)

fuzz: .venv/.tested ## Ask every route 20,000 things that nobody asks (ARGS='--seed 1 --requests 1000')
	$(PYTHON) -m tests.fuzz $(ARGS)

soak: .venv/.tested ## Ten minutes of 512 connections, then of clients that misbehave (ARGS='--minutes 1')
	$(PYTHON) -m tests.soak $(ARGS)

bench: .venv/.tested .venv/bench/.installed browser nginx wrk ## Measure the server against others (ARGS="--only cached", --quick, --profile)
	$(PYTHON) -m tests.bench $(ARGS)

check: .venv/.tested ## Look at format, style and types
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy

format: .venv/.tested ## Format the source and mend what can be mended by itself
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .

heights: .venv/.tested browser ## Print the height of every widget at every width, and how well it fits
	.venv/bin/python -m tests.browser.heights

golden: .venv/.tested ## Write the golden files of the tests anew; read the diff before you commit it
	GOLDEN=write .venv/bin/python -m pytest tests/test_golden.py $(ARGS)

messages: .venv/.tested ## Bring the message catalogues up to date with the source
	.venv/bin/pybabel --quiet extract -F pyproject.toml -k marked -k plural:1,2 --no-location --sort-output \
		-o .venv/messages.pot .
	for file in widgets/language/*.po; do \
		.venv/bin/pybabel --quiet update --no-wrap --ignore-obsolete --no-fuzzy-matching \
			-i .venv/messages.pot -o "$$file" -l "$$(basename "$$file" .po)"; \
		sed '/^"\(Project\|Report\|POT\|PO-\|Last\|Language-Team\|MIME\|Generated\)/d' "$$file" >.venv/messages.po; \
		cp .venv/messages.po "$$file"; \
	done

lock: .venv/supply/.installed ## Work the lock files out anew (ARGS=--upgrade for newer indirect packages)
	echo "Working out the lock files…"
	$(LOCK) pyproject.toml -o requirements.lock >/dev/null
	$(LOCK) --extra test -c requirements.lock pyproject.toml -o requirements-test.lock >/dev/null
	pins() { \
		.venv/bin/python -c "import tomllib; of = tomllib.load(open('pyproject.toml', 'rb')); print($$1, sep='\n')"; \
	}; \
	build=$$(pins "*of['build-system']['requires'], 'editables'"); \
	node=$$(pins "of['tool']['hatch']['build']['targets']['wheel']['hooks']['custom']['npm-from']"); \
	echo "$$build" | $(LOCK) -c requirements-test.lock - -o requirements-build.lock >/dev/null; \
	echo "$$node" | $(LOCK) - -o requirements-node.lock >/dev/null; \
	pins "*of['project']['optional-dependencies']['bench']" | $(LOCK) -c requirements.lock - -o requirements-bench.lock >/dev/null; \
	pins "*of['dependency-groups']['supply']" | $(LOCK) - -o requirements-supply.lock >/dev/null
	$(FIND_NPM); \
	for folder in static tests; do \
		(cd $$folder; "$$npm" install --package-lock-only --loglevel=error >/dev/null); \
	done

audit: .venv/.installed .venv/supply/.installed ## Ask for known faults of what the locks name (ARGS=--strict: unanswered is a failure)
	.venv/bin/python -m tests.supply.audit $(ARGS)

sbom: .venv/.tested wheel ## Write the bill of materials beside the wheel, as CycloneDX
	.venv/bin/python -m tests.supply.sbom

wheel: .venv/.installed ## Build the wheel into dist/
	.venv/bin/hatchling build -t wheel

clean: ## Remove all that make installed and built (data/ stays)
	rm -rf .venv dist static/node_modules tests/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find widgets tests -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	found=; \
	for python in python3 python3.15 python3.14 python3.13 python3.12 python3.11 python; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		test "$$found" || found=$$python; \
		if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if test -z "$$found"; then \
		echo "This needs Python 3.11 or later: install it and run make again." >&2; \
		exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$$found has no venv module: install it (Debian: apt-get install python3-venv)" \
			"and run make again." >&2; \
		exit 1; \
	fi; \
	"$$found" -m venv --clear .venv

.venv/.locked: .venv/bin/python requirements.lock requirements-build.lock
	echo "Installing the Python packages (once)…"
	$(PIP) --require-hashes -r requirements.lock -r requirements-build.lock
	touch $@

.venv/.installed: .venv/.locked static/node_modules/.package-lock.json pyproject.toml hatch_build.py
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

.venv/.tested: .venv/.installed requirements-test.lock
	echo "Installing the Python packages for the tests (once)…"
	$(PIP) --require-hashes -r requirements-test.lock
	touch $@

.venv/supply/.installed: .venv/bin/python requirements-supply.lock
	echo "Installing uv and pip-audit, which look after the lock files (once)…"
	.venv/bin/python -m venv --clear .venv/supply
	.venv/supply/bin/python -m pip install -qq --disable-pip-version-check --no-input \
		--require-hashes -r requirements-supply.lock
	touch $@

# In an environment of their own: what the server is measured against is no business of its tests.
.venv/bench/.installed: .venv/bin/python requirements-bench.lock
	echo "Installing the Python packages for the benchmark (once)…"
	.venv/bin/python -m venv --clear .venv/bench
	.venv/bench/bin/python -m pip install -qq --disable-pip-version-check --no-input \
		--require-hashes -r requirements-bench.lock
	touch $@

static/node_modules/.package-lock.json: .venv/bin/python static/package-lock.json
	echo "Fetching htmx (once)…"
	$(NPM_CI)

tests/node_modules/.package-lock.json: .venv/bin/python tests/package-lock.json
	echo "Fetching axe and html-validate, which look at pages (once)…"
	$(NPM_CI)

browser: .venv/.tested
	for browser in chromium chromium-browser google-chrome .venv/.browser; do \
		if command -v $$browser >/dev/null || test -e $$browser; then exit 0; fi; \
	done; \
	echo "Installing a browser for the tests (once)…"; \
	as=; test "$$(id -u)" = 0 || as="sudo -n"; \
	if command -v apt-get >/dev/null && $$as apt-get update >/dev/null 2>&1 && \
		$$as env DEBIAN_FRONTEND=noninteractive \
			apt-get install -y --no-install-recommends chromium fonts-liberation >/dev/null 2>&1; \
	then exit 0; fi; \
	if .venv/bin/playwright install chromium; then touch .venv/.browser; exit 0; fi; \
	echo "No browser could be installed: install Chromium and run make again." >&2; \
	exit 1

# Nothing else needs these: where they cannot be had, the tests that do say so.
nginx:
	if PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null && command -v openssl >/dev/null; then exit 0; fi; \
	echo "Installing nginx for the tests (once)…"; \
	as=; test "$$(id -u)" = 0 || as="sudo -n"; \
	command -v apt-get >/dev/null && $$as apt-get update >/dev/null 2>&1 && \
		$$as env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
			apt-get install -y --no-install-recommends nginx-light openssl >/dev/null 2>&1 || \
		echo "No nginx could be installed: its tests will fail." >&2

systemd:
	if command -v systemd-analyze >/dev/null; then exit 0; fi; \
	echo "Installing systemd for the tests (once)…"; \
	as=; test "$$(id -u)" = 0 || as="sudo -n"; \
	command -v apt-get >/dev/null && $$as apt-get update >/dev/null 2>&1 && \
		$$as env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
			apt-get install -y --no-install-recommends systemd >/dev/null 2>&1 || \
		echo "No systemd could be installed: the tests of its units will fail." >&2

wrk:
	if command -v wrk >/dev/null; then exit 0; fi; \
	echo "Installing wrk for the benchmark (once)…"; \
	as=; test "$$(id -u)" = 0 || as="sudo -n"; \
	command -v apt-get >/dev/null && { $$as apt-get update >/dev/null 2>&1; \
		$$as env DEBIAN_FRONTEND=noninteractive \
			apt-get install -y --no-install-recommends wrk >/dev/null 2>&1; } || \
		{ echo "No wrk could be installed: install it and run make again." >&2; exit 1; }
