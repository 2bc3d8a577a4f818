# One verb a deed. `make demo PYTHON=python3.12 PORT=8080` names another interpreter and port.

PYTHON ?= python3
PORT ?= 8000
export PORT

BIN := .venv/bin
INSTALLED := .venv/installed
READY_TO_TEST := .venv/installed-dev
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard lcassess/web/translations/*/LC_MESSAGES/messages.po))
PYBABEL := $(BIN)/pybabel --quiet

.PHONY: demo serve install build test check bench messages
.DEFAULT_GOAL := demo

demo: export LCASSESS_ENV = demo
demo: $(INSTALLED) build
	@$(BIN)/flask db upgrade
	@$(BIN)/flask demo fill || echo "What is there is served as it is."
	@echo "The demo is at http://127.0.0.1:$(PORT) (stop it with Ctrl-C)."
	@exec $(BIN)/gunicorn

serve: $(INSTALLED) build
	@exec $(BIN)/gunicorn

install: $(INSTALLED)

# Translations and static files, made ready to send; quick when nothing has changed.
build: $(INSTALLED) $(CATALOGUES)
	@$(BIN)/python -m lcassess.web.assets build/static

test: $(READY_TO_TEST) build
	@.ci/tools $(BIN)
	@$(BIN)/pytest -n 2

check: $(READY_TO_TEST) $(CATALOGUES)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/architecture/test_translations.py
	$(BIN)/flask framework check

bench: $(READY_TO_TEST) build
	@$(BIN)/python -m benchmarks

# Collects the sentences of all pages, and puts new ones into every catalogue, to be translated.
messages: $(READY_TO_TEST)
	@mkdir -p build
	@$(PYBABEL) extract --mapping babel.cfg --add-location file --no-wrap -o build/messages.pot lcassess
	@$(PYBABEL) update --input-file build/messages.pot --output-dir lcassess/web/translations \
		--no-fuzzy-matching --ignore-obsolete --no-wrap --ignore-pot-creation-date

$(INSTALLED): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed. Name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
		echo "Python cannot make a virtual environment here; on Debian: apt-get install python3-venv"; \
		exit 1; }
	@echo "Installing what the app needs into .venv (about half a minute) ..."
	@$(BIN)/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(READY_TO_TEST): requirements-dev.txt $(INSTALLED)
	@echo "Installing what the tests need into .venv ..."
	@$(BIN)/pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

%.mo: %.po $(INSTALLED)
	@$(PYBABEL) compile --input-file $< --output-file $@
