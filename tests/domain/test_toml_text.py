import tomllib

import pytest

from voc.domain.toml_text import read_toml, toml_error
from voc.errors import InputError


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[rule]", "第 1 行第 7 列：表头的方括号没有配对"),
        ("a = 1\nb =", "第 2 行第 4 列：缺少值，或值写得不对；文字要加引号（文件末尾）"),
        ("a = 'x", "第 1 行第 7 列：引号没有配对（文件末尾）"),
        ('a = """x', "引号没有配对"),
        ("a = '''x", "引号没有配对"),
        ("a = 1\na = 2", "同一个键或表写了两次"),
        ("[a]\n[a]", "第 2 行第 3 列：同一个键或表写了两次"),
        ("= 3", "这里应是“键 = 值”或方括号里的表头"),
        ("列名 = 1", "第 1 行第 1 列：这里应是“键 = 值”或方括号里的表头；含中文或空格的键要加引号"),
        ("a b = 1", "第 1 行第 3 列：键后面缺少等号"),
        ("a = [1 2]", "列表里缺少逗号或右方括号"),
        ("a = {b = 1", "花括号没有配对"),
        ("a = 1 b", "值的后面多了内容"),
        ('a = "\\q"', "反斜杠要写两个"),
        ('a = "x\ny"', "一行的文字里有换行"),
        ("a = 网点", "值写得不对；文字要加引号"),
    ],
)
def test_what_is_wrong_is_said_in_chinese_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as error:
        tomllib.loads(text)
    assert reason in str(toml_error(error.value, text))


def test_a_text_is_read_or_refused_in_one_line() -> None:
    assert read_toml('"列名" = "id"') == {"列名": "id"}
    with pytest.raises(InputError, match="不是有效的 TOML：第 1 行第 7 列：表头的方括号没有配对"):
        read_toml("[[rule]")
    with pytest.raises(InputError, match="不是有效的 TOML：") as refused:
        read_toml("a = " + "[" * 100_000)
    with pytest.raises(InputError, match="不是有效的 TOML：有一个数太长"):
        read_toml("a = " + "9" * 5_000)
    assert str(refused.value).isascii() is False
    assert "\n" not in str(refused.value)


def test_what_the_reader_may_say_else_is_wrong_in_some_way() -> None:
    error = toml_error(tomllib.TOMLDecodeError("Odd (at line 2, column 1)"), "a")
    assert (error.line, error.column, error.reason) == (2, 1, "写法有误")
