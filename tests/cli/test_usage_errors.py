import re

import pytest

from tests.cli.running import voc
from voc.cli.usage_errors import told_usage


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("rules", "test", "闪退"), "缺少参数 FILE…"),
        (("rules", "explain"), "缺少参数 ID"),
        (("rules", "explain", "a", "b"), "多写了参数：b"),
        (("rules", "tets"), "没有 tets 这个命令，是不是 test、sets？"),
        (("rules", "check", "--jsn"), "没有 --jsn 这个选项，是不是 --json？"),
        (("rules", "check", "--json=3"), "选项 --json 后面不写值"),
        (("rules", "test", "a", "b", "--limit"), "选项 --limit 后面要写值"),
        (("rules", "test", "a", "b", "--limit", "x"), "--limit 的值不对：应为整数"),
        (("rules", "test", "a", "b", "--limit", "-1"), "--limit 的值不对：不能小于 0"),
        (("search", "a", "--since", "x"), "--since 的值不对：x 不是日期，应写成 2026-10-01 这样"),
    ],
)
def test_a_command_line_that_cannot_be_used_is_told_in_chinese(command: tuple[str, ...], told: str) -> None:
    outcome = voc(*command)
    assert outcome.code == 2
    assert outcome.err.splitlines()[-1].partition("（说明见")[0] == f"错误：{told}"


@pytest.mark.parametrize("command", [("rules", "test"), ("search",)])
def test_a_text_that_begins_with_a_dash_is_told_to_stand_behind_two(command: tuple[str, ...]) -> None:
    outcome = voc(*command, "-闪退", "a.jsonl")
    assert outcome.code == 2
    assert "没有 -闪 这个选项" in outcome.err
    assert "要找的话或式子以 - 开头时，前面写 --" in outcome.err
    assert f"{' '.join(command)} -- '-1元'" in outcome.err
    assert re.search("[A-Z][a-z]", outcome.err) is None


def test_the_usage_comes_first() -> None:
    assert voc("rules", "test", "闪退").err.splitlines()[0].endswith("rules test [选项] EXPR FILE…")


def test_what_is_not_known_is_told_as_it_is() -> None:
    assert told_usage("Something\nelse") == "Something else"
    assert told_usage("Invalid value for 'A': something else") == "A 的值不对：something else"


def test_without_arguments_the_help_is_shown() -> None:
    outcome = voc("rules")
    assert "错误" not in outcome.err
    assert "explain" in outcome.out + outcome.err
