"""README.md is held to its word: it names every command, option, setting and folder, and its examples parse."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from voc.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf8")
SETTINGS = sorted(set(re.findall(r"\bVOC_[A-Z_]+\b", (ROOT / "voc" / "settings.py").read_text(encoding="utf8"))))
# Folders that are made on the way and never committed.
MADE = {"build", "dist", "out", "htmlcov", "node_modules"}

Words = tuple[str, ...]


def _commands(command: Any, words: Words = ()) -> Iterator[tuple[Words, Any]]:
    """Every command by its words, the groups too."""
    yield words, command
    for name, below in getattr(command, "commands", {}).items():
        yield from _commands(below, (*words, name))


COMMANDS = dict(_commands(get_command(app)))


def _options(command: Any) -> list[str]:
    """The long form of every option."""
    return [
        next(o for o in parameter.opts if o.startswith("--"))
        for parameter in command.params
        if parameter.param_type_name == "option"
    ]


@pytest.mark.parametrize("words", [w for w in COMMANDS if w], ids=" ".join)
def test_every_command_is_named(words: Words) -> None:
    assert f"voc {' '.join(words)}" in README


@pytest.mark.parametrize(
    ("words", "option"),
    [(words, option) for words, command in COMMANDS.items() for option in _options(command)],
    ids=lambda value: value if isinstance(value, str) else " ".join(value) or "voc",
)
def test_every_option_is_named(words: Words, option: str) -> None:
    assert re.search(rf"(?<![\w-]){option}(?![\w-])", README)


@pytest.mark.parametrize("words", [w for w, command in COMMANDS.items() if w and _options(command)], ids=" ".join)
def test_the_options_of_a_command_stand_in_its_row_of_the_english_table(words: Words) -> None:
    named = re.compile(rf"`voc {' '.join(words)}(?![\w-])")
    table = README[README.index("| command | what it does | options |") :]
    rows = [row for row in table.splitlines() if row.startswith("| `voc") and named.search(row)]
    told = set(re.findall(r"--[a-z-]+", "".join(rows)))
    assert set(_options(COMMANDS[words])) - {"--help"} <= told


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_is_named(name: str) -> None:
    assert re.search(rf"\b{name}\b", README)


def test_no_setting_is_named_that_is_none() -> None:
    assert set(re.findall(r"\bVOC_[A-Z_]+\b", README)) <= set(SETTINGS)


def _folders() -> list[str]:
    found = [path.name for path in ROOT.iterdir() if path.is_dir()]
    return sorted(n for n in found if not n.startswith((".", "__")) and n not in MADE and not n.endswith(".egg-info"))


@pytest.mark.parametrize("name", _folders())
def test_every_folder_is_named(name: str) -> None:
    assert f"{name}/" in README


def _examples() -> list[str]:
    """Lines of bash blocks that run `voc`, continued lines as one, with settings before them and pipes around them."""
    blocks = "\n".join(re.findall(r"^```(?:bash|sh|console)\n(.*?)^```", README, re.S | re.M))
    lines = blocks.replace("\\\n", " ").splitlines()
    return [line for line in (text.strip().removeprefix("$ ") for text in lines) if re.search(r"(^|[\s|/])voc\s", line)]


def _invocations(line: str) -> Iterator[list[str]]:
    """The words after each `voc` of a shell line."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = "#"
    word: list[str] | None = None
    for token in lexer:
        if set(token) <= set("|&;<>()"):
            if word is not None:
                yield word
            word = None
        elif word is not None:
            word.append(token)
        elif token.rsplit("/", 1)[-1] == "voc":
            word = []
    if word is not None:
        yield word


def _parses(words: list[str]) -> None:
    """Ends with AssertionError where a command or an option is not known."""
    known: Words = ()
    rest = list(words)
    while rest and (*known, rest[0]) in COMMANDS:
        known = (*known, rest.pop(0))
    command = COMMANDS[known]
    assert not getattr(command, "commands", {}) or not rest or rest[0].startswith("-"), f"no command {rest[:1]}"
    options = {o for parameter in command.params for o in parameter.opts} | {"-h", "--help"}
    used = [word.partition("=")[0] for word in rest if word.startswith("-") and word != "-"]
    assert [word for word in used if word not in options] == []


def test_there_are_examples() -> None:
    assert len(_examples()) >= 5


@pytest.mark.parametrize("line", _examples())
def test_every_example_parses(line: str) -> None:
    invocations = list(_invocations(line))
    assert invocations
    for words in invocations:
        _parses(words)


def test_an_example_that_is_wrong_would_be_noticed() -> None:
    assert list(_invocations("cat a | VOC_HOME=x .venv/bin/voc analyze - --out r.jsonl | head # voc nothing")) == [
        ["analyze", "-", "--out", "r.jsonl"]
    ]
    _parses(["export", "weekly", "--week=2026-W45", "--out", "out"])
    for wrong in (["weather"], ["export", "monthly"], ["show", "--weather", "C-1"]):
        with pytest.raises(AssertionError):
            _parses(wrong)
