# 两条命令就够：make demo 生成样例的 DOCX 和 PDF，make test 跑全部检验。缺什么它们自己装。
# A fresh Debian or Ubuntu with Python 3.11 needs nothing else.

VENV ?= .venv
PY = $(VENV)/bin/python
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
APT_PACKAGES = libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

.PHONY: demo test quick deep lint bundle test-windows bench setup system clean

demo: setup
	$(VENV)/bin/formgen build inputs/hengyang-2023.toml -o outputs

test: setup lint
	$(PY) -m pytest -n 2

quick: setup
	$(PY) -m pytest -n 2 -m "not slow and not deep"

# Damage by chance, half an hour in each room (FORMGEN_DEEP_SECONDS), from one seed on (FORMGEN_DEEP_SEED).
deep: setup
	$(PY) -m pytest tests/deep -n 2 -m deep

lint: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

# The portable folder for Windows, wheelhouses for Linux, licences and checksums, in dist/.
bundle: setup
	$(PY) -m bundle.make

# The Windows folder under wine; needs wine, wine64 and gcc-mingw-w64-x86-64-win32, and is no part of make test.
test-windows: setup
	[ -f dist/formgen-*-windows-x64.zip ] || $(PY) -m bundle.make windows
	$(PY) -m bundle.try_windows

bench: setup
	$(PY) -m bench.run

setup: system $(VENV)/.installed

# Pango and the font subsetter come from the system; where apt is, they are installed if missing.
system:
	@libraries=$$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null || true); \
	if echo "$$libraries" | grep -q libpangoft2-1.0 && echo "$$libraries" | grep -q libharfbuzz-subset; then exit 0; fi; \
	if command -v apt-get >/dev/null; then \
		echo "安装系统库：$(APT_PACKAGES)"; \
		sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$sudo apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $(APT_PACKAGES) >/dev/null; \
	else \
		echo "没有 apt：请按 formgen doctor 的提示安装 Pango"; \
	fi

$(VENV)/.installed: pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "需要 Python 3.11 以上版本"; exit 1; fi
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { \
		sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
		$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq python3-venv >/dev/null; \
		$(PYTHON) -m venv $(VENV); }
	@echo "安装 formgen 及其依赖到 $(VENV)"
	@$(PY) -m pip install -q --disable-pip-version-check -e ".[dev]"
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
