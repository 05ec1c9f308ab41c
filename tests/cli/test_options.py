import pytest

from tests.cli.running import voc

SHARED = {
    "--mapping": [("analyze",), ("import",)],
    "--processes": [("analyze",), ("import",), ("reanalyze",), ("evaluate",), ("models", "promote")],
    "--source": [("import",), ("show",)],
    "--json": [("painpoints",), ("show",), ("evaluate",), ("models", "list"), ("models", "show")],
    "--by": [("train",), ("models", "promote"), ("models", "rollback")],
}


@pytest.mark.parametrize(
    ("option", "words"),
    [(option, words) for option, commands in SHARED.items() for words in commands],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_shared_option_is_known_to_every_command_that_needs_it(option: str, words: tuple[str, ...]) -> None:
    assert option in voc(*words, "--help").out
