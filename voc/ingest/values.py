"""Single values, checked. Every InputError names the field and never what stood in it."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from math import isfinite

from voc.domain.conversation import Speaker
from voc.errors import InputError

ID_LIMIT = 200
LABEL_LIMIT = 200
URI_LIMIT = 2_000
TEXT_LIMIT = 100_000
# What a 32-bit column of a database holds: 24 days.
_MS_LIMIT = 2**31 - 1
_YEARS = range(1970, 2201)
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)\s*", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):([0-5]?\d(?:\.\d+)?)", re.ASCII)
_LOOSE_TIME = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})?秒?(?:\.\d+)?)?)?",
    re.ASCII,
)
_TRUE = frozenset(("true", "1", "yes", "y", "是"))
_FALSE = frozenset(("false", "0", "no", "n", "否"))
_SPEAKERS = {
    **dict.fromkeys(("customer", "c", "user", "client", "caller", "客户", "用户", "顾客", "主叫"), Speaker.CUSTOMER),
    **dict.fromkeys(("agent", "a", "座席", "坐席", "客服", "坐席员", "座席员", "客服代表"), Speaker.AGENT),
    **dict.fromkeys(("system", "s", "ivr", "robot", "bot", "系统", "机器人"), Speaker.SYSTEM),
}


def is_blank(value: object) -> bool:
    """Whether a value counts as absent: null, or a text of white space alone."""
    return value is None or (isinstance(value, str) and not value.strip())


def identifier(value: object, field: str) -> str:
    """A record's id: a text as it is, or an integer in decimal; up to 200 characters."""
    name = label(value, field, limit=ID_LIMIT)
    if name is None:
        raise InputError(f"缺少 {field}")
    return name


def label(value: object, field: str, *, limit: int = LABEL_LIMIT) -> str | None:
    """A short text; an integer in decimal; None where it is blank."""
    if is_blank(value):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError(f"{field} 须是文字")
    text = str(value)
    if len(text) > limit:
        raise InputError(f"{field} 超过 {limit} 个字符")
    return text


def prose(value: object, field: str) -> str:
    """What somebody said, as it is; empty where it is absent."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f"{field} 须是文字")
    if len(value) > TEXT_LIMIT:
        raise InputError(f"{field} 超过 {TEXT_LIMIT} 个字符")
    return value


def number(value: object, field: str) -> float | None:
    """A finite number, also one written as text; None where it is blank.

    >>> number("2", "score"), number(4, "score"), number("", "score")
    (2.0, 4.0, None)
    """
    if is_blank(value):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InputError(f"{field} 不是数字")
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        raise InputError(f"{field} 不是数字")
    try:
        amount = float(value)
    except OverflowError:
        amount = float("inf")
    if not isfinite(amount):
        raise InputError(f"{field} 不是有限的数")
    return amount


def flag(value: object, field: str) -> bool:
    """A truth value, also as a word or 0 and 1; False where it is blank."""
    if is_blank(value):
        return False
    word = str(value).strip().lower() if isinstance(value, bool | str | int) else ""
    if word not in _TRUE | _FALSE:
        raise InputError(f"{field} 须是 true 或 false")
    return word in _TRUE


def speaker(value: object, field: str) -> Speaker:
    """Who speaks, by our name or by one of the usual words."""
    if is_blank(value):
        raise InputError(f"缺少 {field}")
    known = _SPEAKERS.get(value.strip().lower()) if isinstance(value, str) else None
    if known is None:
        raise InputError(f"{field} 不认识，只能是 customer、agent、system")
    return known


def moment(value: object, field: str, *, zone: tzinfo, formats: Iterable[str] = ()) -> datetime | None:
    """A time as UTC, read in `zone` where it states none; None where it is blank.

    >>> moment("2026/11/2 9:14", "started_at", zone=UTC)
    datetime.datetime(2026, 11, 2, 9, 14, tzinfo=datetime.timezone.utc)
    """
    if is_blank(value):
        return None
    if not isinstance(value, str):
        raise InputError(f"{field} 不是时间")
    at = _parsed(value.strip(), formats)
    if at is None:
        raise InputError(f"{field} 不是能识别的时间")
    if at.year not in _YEARS:
        raise InputError(f"{field} 的年份不合理")
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)


def offset_ms(value: object, field: str, *, in_ms: int) -> int | None:
    """Milliseconds from the start, from a number of units of `in_ms` or from `hh:mm:ss`; None where it is blank.

    >>> offset_ms("1:02.5", "start_ms", in_ms=1), offset_ms("2.25", "start_ms", in_ms=1000)
    (62500, 2250)
    """
    if value is None:
        return None
    clock = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    amount: float | None
    if clock:
        amount = (int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + float(clock[3])) * 1000
    else:
        # Nearly every time of a file is an integer, and there are very many.
        amount = value if type(value) is int else number(value, field)
        if amount is None:
            return None
        amount *= in_ms
    if amount < 0:
        raise InputError(f"{field} 为负")
    if amount > _MS_LIMIT:
        raise InputError(f"{field} 超出范围")
    return round(amount)


def _parsed(text: str, formats: Iterable[str]) -> datetime | None:
    for time_format in formats:
        try:
            return datetime.strptime(text, time_format)  # noqa: DTZ007 (the zone is put in afterwards)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    loose = _LOOSE_TIME.fullmatch(text)
    try:
        return datetime(*(int(part or 0) for part in loose.groups())) if loose else None  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None
