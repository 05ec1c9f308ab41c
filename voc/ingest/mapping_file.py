"""The mapping file (TOML), checked before anything is read with it."""

import codecs
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from voc.domain.conversation import Speaker
from voc.domain.toml_text import read_toml
from voc.errors import InputError, opening_reason
from voc.ingest.fields import TARGETS
from voc.ingest.mapping import ColumnMapping, FileFormat, JsonLayout, Scalar, ScalePoint, TimeUnit

_SECTIONS = ("columns", "values", "defaults", "format", "json")
_FORMAT_KEYS = ("encoding", "delimiter", "time_format", "time_unit", "skip_rows", "sheet")
# These two are keys of the record: they are renamed like any column.
_RECORD_KEYS = ("id", "utterances")
_JSON_KEYS = (*_RECORD_KEYS, *(f.name for f in fields(JsonLayout)))
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8",
    # GB18030 contains the two older ones, and exports that claim to be those often hold its characters.
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "big5": "big5",
    "utf-16": "utf-16-le",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
_MAX_SKIPPED_ROWS = 1000


def load_mapping(path: Path) -> ColumnMapping:
    """Read a mapping file; InputError, with the nearest right name, for anything in it that is not known."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"映射文件 {path.name} 打不开：{opening_reason(error)}") from None
    except UnicodeDecodeError:
        raise InputError(f"映射文件 {path.name} 不是 UTF-8 文本") from None
    try:
        return parse_mapping(text)
    except InputError as error:
        raise InputError(f"映射文件 {path.name}：{error}") from None


def parse_mapping(text: str) -> ColumnMapping:
    """The mapping in a text; InputError as `load_mapping`.

    >>> parse_mapping('[columns]\\n"客户评价" = "scor"')
    Traceback (most recent call last):
    voc.errors.InputError: [columns] 里没有名为 scor 的目标列，是不是 score？
    """
    document = read_toml(text)
    _check_names(document, _SECTIONS, "顶层", "一节")
    sections = {name: _table(document.get(name, {}), f"[{name}]") for name in _SECTIONS}
    layout = sections["json"]
    columns = _columns(sections["columns"])
    columns |= {_text(layout[name], f"[json] {name}"): name for name in _RECORD_KEYS if name in layout}
    return ColumnMapping(
        columns,
        {name: _values(name, table) for name, table in _known(sections["values"], "[values]").items()},
        {
            name: _scalar(value, f"[defaults] {name}")
            for name, value in _known(sections["defaults"], "[defaults]").items()
        },
        _format(sections["format"]),
        _json(layout),
    )


def _columns(table: Mapping[str, object]) -> dict[str, str]:
    columns = {source: _text(target, "[columns] 的目标列") for source, target in table.items()}
    _check_names(columns.values(), TARGETS, "[columns]", "目标列")
    return columns


def _known(table: dict[str, object], where: str) -> dict[str, object]:
    _check_names(table, TARGETS, where, "字段")
    return table


def _values(name: str, table: object) -> dict[str, Scalar]:
    where = f"[values.{name}]"
    return {key: _meaning(name, _scalar(value, where), where) for key, value in _table(table, where).items()}


def _meaning(name: str, value: Scalar, where: str) -> Scalar:
    if name == "speaker":
        return Speaker(_one_of(value, [str(s) for s in Speaker], where))
    if name == "score" and isinstance(value, str) and value:
        return ScalePoint(_one_of(value, [str(p) for p in ScalePoint], where))
    return value


def _format(table: Mapping[str, object]) -> FileFormat:
    _check_names(table, _FORMAT_KEYS, "[format]", "设置")
    plain = FileFormat()
    return FileFormat(
        _encoding(table["encoding"]) if "encoding" in table else None,
        _delimiter(table["delimiter"]) if "delimiter" in table else None,
        _time_formats(table.get("time_format", [])),
        TimeUnit(_one_of(table.get("time_unit", "ms"), [str(u) for u in TimeUnit], "[format] time_unit")),
        _count(table.get("skip_rows", 0), 0, _MAX_SKIPPED_ROWS, "[format] skip_rows"),
        _sheet(table.get("sheet", plain.sheet)),
    )


def _json(table: Mapping[str, object]) -> JsonLayout:
    _check_names(table, _JSON_KEYS, "[json]", "设置")
    speakers = _table(table.get("turn_speakers", {}), "[json] turn_speakers")
    names = [str(s) for s in Speaker]
    keys = {
        name: _text(table[name], f"[json] {name}") for name in table if name not in (*_RECORD_KEYS, "turn_speakers")
    }
    turn_speakers = {key: Speaker(_one_of(s, names, "[json] turn_speakers")) for key, s in speakers.items()}
    return JsonLayout(**keys, turn_speakers=turn_speakers)


def _encoding(value: object) -> str:
    name = _text(value, "[format] encoding").lower()
    with suppress(LookupError, ValueError):
        name = codecs.lookup(name).name
    return _ENCODINGS[_one_of(name, _ENCODINGS, "[format] encoding")]


def _delimiter(value: object) -> str:
    text = _text(value, "[format] delimiter")
    if len(text) != 1 or text in '"\r\n\0':
        raise InputError("[format] delimiter 须是一个字符，且不是引号或换行")
    return text


def _time_formats(value: object) -> tuple[str, ...]:
    formats = tuple(_text(f, "[format] time_format") for f in (value if isinstance(value, list) else [value]))
    for time_format in formats:
        try:
            datetime.strptime(datetime(2026, 11, 2, tzinfo=UTC).strftime(time_format), time_format)  # noqa: DTZ007
        except ValueError:
            raise InputError("[format] time_format 的写法不对，应如 %Y-%m-%d %H:%M:%S") from None
    return formats


def _sheet(value: object) -> str | int:
    return value if isinstance(value, str) and value else _count(value, 1, 1000, "[format] sheet")


def _count(value: object, low: int, high: int, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{where} 须是 {low} 到 {high} 之间的整数")
    return value


def _table(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise InputError(f"{where} 须是一节（键 = 值）")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise InputError(f"{where} 须是文字")
    return value


def _scalar(value: object, where: str) -> Scalar:
    if not isinstance(value, str | int | float | bool):
        raise InputError(f"{where} 的值须是文字、数字或 true/false")
    return value


def _one_of(value: object, allowed: Collection[str], where: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise InputError(f"{where} 只能是 {'、'.join(allowed)}")
    return value


def _check_names(names: Collection[str], allowed: Collection[str], where: str, what: str) -> None:
    for name in names:
        if name not in allowed:
            near = get_close_matches(name, sorted(allowed), n=1, cutoff=0.5)
            hint = f"，是不是 {near[0]}？" if near else f"；可用的有 {'、'.join(sorted(allowed))}"
            raise InputError(f"{where} 里没有名为 {name} 的{what}{hint}")
