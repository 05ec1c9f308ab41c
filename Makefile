PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help demo test format model encoder wheel clean

help:
	@echo "make demo    安装并用样例走一遍"
	@echo "make test    全部检查：格式、静态检查、类型、分层、测试、覆盖率"
	@echo "make format  整理格式"
	@echo "make model   用样例与 ../shared/data 重新训练随附的模型"
	@echo "make encoder 重新拟合它读评论用的编码器（要装 torch，估计一个半小时；BEFORE=目录 省去五折），然后 make model"
	@echo "make wheel   打包"
	@echo "make clean   删除生成的文件（保留数据与 .venv）"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更新的版本" if sys.version_info < (3, 11) else 0)'
	@echo "建立 $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "安装依赖 …"
	@PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(PIP) install --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@echo "安装检查工具 …"
	@PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(PIP) install --editable '.[dev]'
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/voc demo --out out

test: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	rm -f .coverage .coverage.*
	$(BIN)/python -m coverage run -m pytest -n auto -m "not slow"
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report --fail-under=90
	$(BIN)/python -m coverage report --include='voc/domain/*' --fail-under=100
# Whole programs that run, wait and are killed: measuring what they reach would take twice as long.
	$(BIN)/python -m pytest -n auto -m slow

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

DATA := ../shared/data
TRAINING := data/samples/comments.jsonl data/samples/calls.jsonl data/samples/call_surveys.jsonl \
	data/labels/written.jsonl \
	$(DATA)/app_reviews/train.jsonl $(DATA)/other_trades/shops_train.jsonl $(DATA)/app_reviews/unlabelled.jsonl
FRESH := $(foreach file,$(sort $(wildcard data/labels/written_*.jsonl) $(wildcard data/labels/calls_*.jsonl) \
	$(wildcard data/labels/turns*.jsonl)),--fresh $(file)) \
	$(foreach file,$(sort $(wildcard data/labels/app_reviews*.jsonl)),--fresh-labels $(file))
model: $(VENV)/.installed
	@test -d $(DATA) || { echo "缺少训练数据 $(DATA)，见 README 的“模型与训练”"; exit 1; }
	$(BIN)/voc train $(TRAINING) $(FRESH) --encoder models/encoder --out models/attribution

encoder: $(VENV)/.installed
	@test -d $(DATA) || { echo "缺少训练数据 $(DATA)，见 README 的“模型与训练”"; exit 1; }
	PIP_CONSTRAINT=$(CURDIR)/constraints.txt $(PIP) install --editable '.[encoder]'
	$(BIN)/voc fit-encoder $(TRAINING) $(FRESH) $(if $(BEFORE),--before "$(BEFORE)") --out models/encoder

wheel: $(VENV)/.dev
	$(PIP) install build
	$(BIN)/python -m build --wheel

clean:
	rm -rf dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.* *.egg-info
