"""What is wrong with a command line, in Chinese: Typer tells it in English."""

import re
from collections.abc import Iterable
from typing import Any

from rich.text import Text
from typer import rich_utils

from voc.cli.common import err, tell
from voc.cli.render import safe

# What Typer says, in which the names and values are left as they are, and what is told instead.
_SAID = (
    (r"No such option: (?P<a>\S+)(?: \(Possible options: (?P<b>.*)\))?", "没有 {a} 这个选项{b}"),
    (r"No such command '(?P<a>.*?)'\.(?: Did you mean (?P<b>.*)\?)?", "没有 {a} 这个命令{b}"),
    (r"Missing argument '(?P<a>.*?)'\..*", "缺少参数 {a}"),
    (r"Missing option '(?P<a>.*?)'\..*", "缺少选项 {a}"),
    (r"Missing command\.", "缺少命令"),
    (r"Got unexpected extra argument\(s\) \((?P<a>.*)\)", "多写了参数：{a}"),
    (r"Option '(?P<a>.*?)' requires .*", "选项 {a} 后面要写值"),
    (r"Option '(?P<a>.*?)' does not take a value\.", "选项 {a} 后面不写值"),
    (r"Invalid value for '(?P<a>.*?)': (?P<c>.*)", "{a} 的值不对：{c}"),
    (r"Invalid value: (?P<c>.*)", "值不对：{c}"),
)
_VALUES = (
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be a valid number.*", "应为数"),
    (r"Input should be greater than or equal to (?P<a>\S+)", "不能小于 {a}"),
    (r"Input should be less than or equal to (?P<a>\S+)", "不能大于 {a}"),
    (r"(?:Value error, )?'(?P<a>.*)' does not match the formats .*", "{a} 不是日期，应写成 2026-10-01 这样"),
    (r"(?:Value error, )?'(?P<a>.*)' is not one of (?P<c>.*?)\.?", "没有 {a}，可写：{c}"),
)
# Arguments that are a text of the user's own, which may begin with a dash.
_TEXTS = re.compile(r"\b(?:EXPR|TEXT)\b")
# What Typer puts around the name of an argument that says itself whether it may go, and how often it is given.
_WRAPPED = re.compile(r"[{[](.*)[\]}](?:\.\.\.)?")
_PIECES = {"[OPTIONS]": "[选项]", "COMMAND": "命令", "[ARGS]...": "…"}


def told_usage(message: str) -> str:
    """What Typer says of a command line in Chinese; as it is where it says something else.

    >>> told_usage("Missing argument 'FILE…'."), told_usage("No such option: --jsn (Possible options: --json)")
    ('缺少参数 FILE…', '没有 --jsn 这个选项，是不是 --json？')
    """
    return _told(" ".join(message.split()), _SAID)


def _told(message: str, table: tuple[tuple[str, str], ...]) -> str:
    for said, told in table:
        found = re.fullmatch(said, message)
        if found is not None:
            parts = found.groupdict(default="")
            meant = parts.get("b", "").replace("'", "").replace(", ", "、")
            near = f"，是不是 {meant}？" if meant else ""
            return told.format(a=parts.get("a", ""), b=near, c=_told(parts.get("c", ""), _VALUES))
    return message


def _tell(error: Any) -> None:
    """The usage of the command and one line of what is wrong with it, on the error stream."""
    kind, context = type(error).__name__, getattr(error, "ctx", None)
    if kind == "NoArgsIsHelpError":
        return
    reason = told_usage(error.format_message())
    if context is not None:
        path, usage = context.command_path, _usage(context.command.collect_usage_pieces(context))
        tell(f"用法：{path} {usage}")
        if kind == "NoSuchOption" and _TEXTS.search(usage):
            reason += f"；要找的话或式子以 - 开头时，前面写 --，如 {path} -- '-1元'"
        reason += f"（说明见 {path} -h）"
    err.print(Text.assemble(("错误：", "red"), safe(reason)), soft_wrap=True)


def _usage(pieces: Iterable[str]) -> str:
    """
    >>> _usage(["[OPTIONS]", "{EXPR}", "{FILE…}..."])
    '[选项] EXPR FILE…'
    >>> _usage(["[OPTIONS]", "[[TEXT]]"])
    '[选项] [TEXT]'
    """
    words = " ".join(pieces).split()
    return " ".join(_PIECES.get(word, _WRAPPED.sub(r"\1", word)) for word in words)


def tell_usage_in_chinese() -> None:
    """From now on Typer's usage errors are told this way."""
    rich_utils.rich_format_error = _tell  # type: ignore[assignment]
