import re
from collections.abc import Iterator

import pytest
from typer.main import get_command

from tests.cli.running import start, voc
from voc import __version__
from voc.cli.app import app

Path_ = tuple[str, ...]


def commands() -> Iterator[Path_]:
    """Every command by the words that name it."""

    def below(command: object, words: Path_) -> Iterator[Path_]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield words
            return
        for name, one in inner.items():
            yield from below(one, (*words, name))

    yield from below(get_command(app), ())


def test_the_commands_are_those_of_the_manual() -> None:
    assert {" ".join(words) for words in commands()} == {
        "analyze",
        "import",
        "reanalyze",
        "painpoints",
        "show",
        "export weekly",
        "train",
        "fit-encoder",
        "evaluate",
        "models list",
        "models show",
        "models promote",
        "models rollback",
        "rules check",
        "rules test",
        "rules explain",
        "rules health",
        "rules diff",
        "models compare",
        "rules proposals list",
        "rules proposals promote",
        "rules proposals reject",
        "rules proposals show",
        "rules rollback",
        "rules sets",
        "db upgrade",
        "search",
        "jobs import",
        "jobs reanalyze",
        "jobs export",
        "jobs list",
        "jobs show",
        "jobs cancel",
        "worker",
        "review plan",
        "review plans",
        "review close",
        "review tasks",
        "review show",
        "review list",
        "review agreement",
        "review appeals",
        "review rules",
        "serve",
        "users add",
        "users list",
        "users import",
        "users set",
        "users reset-password",
        "users disable",
        "tokens add",
        "tokens list",
        "tokens revoke",
        "audit list",
        "audit verify",
        "audit reads",
        "demo",
    }


def test_the_version_is_shown() -> None:
    outcome = voc("--version")
    assert (outcome.code, outcome.out) == (0, f"voc {__version__}\n")


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_help_reads_like_a_manual_with_an_example(words: Path_) -> None:
    outcome = voc(*words, "--help")
    assert (outcome.code, outcome.err) == (0, "")
    plain = re.sub(r"\s+", " ", outcome.out)
    assert len(re.findall("[一-鿿]", plain)) > 20
    assert f"voc {' '.join(words)}" in plain.partition("例：")[2]


@pytest.mark.parametrize("words", [(), ("db",), ("export",), ("models",)], ids=" ".join)
def test_a_group_without_a_command_shows_its_commands(words: Path_) -> None:
    outcome = voc(*words)
    assert outcome.code == 2
    for command in commands():
        if command[: len(words)] == words:
            assert command[len(words)] in outcome.out + outcome.err


@pytest.mark.parametrize(
    "arguments", [["weather"], ["db", "drop"], ["show"], ["show", "--weather", "C-1"], ["painpoints", "--top", "0"]]
)
def test_wrong_usage_is_exit_code_two(arguments: list[str]) -> None:
    outcome = voc(*arguments)
    assert (outcome.code, outcome.out) == (2, "")


@pytest.mark.slow
def test_the_installed_program_has_the_same_exit_codes() -> None:
    for arguments, code in ((["--version"], 0), (["show", "C-1"], 1), (["weather"], 2)):
        running = start(*arguments)
        out, err = running.communicate(timeout=60)
        assert running.returncode == code
        assert b"Traceback" not in out + err


@pytest.mark.slow
def test_shell_completion_works() -> None:
    running = start("--show-completion", "bash")
    out, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert b"_VOC_COMPLETE" in out
