"""TOML that people write; what is wrong with a damaged text is said in Chinese, with its place."""

import re
import tomllib
from tomllib import TOMLDecodeError
from typing import Any

from voc.errors import InputError, TomlError

_SAID = re.compile(r"(.*?)(?: \((?:at line (\d+), column (\d+)|at end of document)\))?", re.DOTALL)
_REASONS = (
    (r"Expected '\]+' at the end", "表头的方括号没有配对"),
    (r"Expected \"|Expected '''|Expected \"'\"|Unterminated string", "引号没有配对"),
    (r"Cannot (overwrite|declare|mutate)|.* twice|Duplicate", "同一个键或表写了两次"),
    (r"Expected '=' after a key", "键后面缺少等号；含中文或空格的键要加引号"),
    (r"Invalid statement|Invalid initial character", "这里应是“键 = 值”或方括号里的表头；含中文或空格的键要加引号"),
    (r"Unclosed array", "列表里缺少逗号或右方括号"),
    (r"Unclosed inline table", "花括号没有配对"),
    (r"Expected newline or end of document", "值的后面多了内容，或值写得不对；一行只写一个键，文字要加引号"),
    (r"Unescaped '\\'|Invalid hex", "双引号里的反斜杠要写两个，或改用单引号"),
    (r"Illegal character|Found invalid character", "一行的文字里有换行或控制字符；几行的文字用三个引号"),
    (r"Invalid value|Invalid date", "缺少值，或值写得不对；文字要加引号"),
)


def read_toml(text: str) -> dict[str, Any]:
    """The table in a text; TomlError for a damaged one, another InputError for one that is nested too deep.

    >>> read_toml("a = 1\\nb 2")
    Traceback (most recent call last):
    voc.errors.TomlError: 不是有效的 TOML：第 2 行第 3 列：键后面缺少等号；含中文或空格的键要加引号
    """
    try:
        return tomllib.loads(text)
    except TOMLDecodeError as error:
        raise toml_error(error, text) from None
    except ValueError:  # of int(), for a number of more than 4,300 digits
        raise InputError("不是有效的 TOML：有一个数太长") from None
    except RecursionError:
        raise InputError("不是有效的 TOML：括号套得太深") from None


def toml_error(error: TOMLDecodeError, text: str) -> TomlError:
    """What is wrong with a text that does not read, and where."""
    said = _SAID.fullmatch(str(error))
    assert said is not None, "the expression matches every text"
    if said[2] is None:
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
        return TomlError(f"{_reason(said[1])}（文件末尾）", line=line, column=column)
    return TomlError(_reason(said[1]), line=int(said[2]), column=int(said[3]))


def _reason(said: str) -> str:
    return next((reason for pattern, reason in _REASONS if re.match(pattern, said)), "写法有误")
