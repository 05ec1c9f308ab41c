"""Input files for tests, as a user would have them."""

import json
from pathlib import Path

Fields = dict[str, object]

_SPEAKERS = {"客": "customer", "座": "agent", "系": "system"}

FAULT = "转账一直转不出去，老是提示网络异常"
RULE = "改个手机号只能去网点办"
MANNER = "客服态度太差了，爱答不理的"
PRAISE = "服务很好，非常满意，谢谢"


def call(id: str, *spoken: str, **fields: object) -> Fields:
    """A conversation from lines such as `客：转不出去`; at 10:00 on Monday of week 45 unless told."""
    lines = spoken or ("座：您好，请讲", f"客：{FAULT}")
    utterances = [{"speaker": _SPEAKERS[line[0]], "text": line[2:]} for line in lines]
    plain = {"kind": "conversation", "id": id, "started_at": "2026-11-02T10:00:00+08:00", "channel": "phone"}
    return plain | {"queue": "手机银行", "utterances": utterances} | fields


def answer(id: str, comment: str = FAULT, **fields: object) -> Fields:
    """A survey response with a comment; at 11:00 on Monday of week 45 unless told."""
    plain = {"kind": "survey_response", "id": id, "answered_at": "2026-11-02T11:00:00+08:00", "channel": "sms"}
    return plain | {"queue": "手机银行", "comment": comment} | fields


def invitation(id: str, **fields: object) -> Fields:
    """A survey that nobody answered."""
    return answer(id, "", invited=True, **fields)


def line(record: Fields) -> str:
    return json.dumps(record, ensure_ascii=False)


def write(path: Path, *records: Fields | str) -> Path:
    """A JSONL file; a string is a line as it stands."""
    lines = [record if isinstance(record, str) else line(record) for record in records]
    path.write_text("".join(f"{text}\n" for text in lines), encoding="utf8")
    return path


def numbered(count: int) -> list[Fields]:
    """So many different comments, some of them content."""
    said = (FAULT, RULE, MANNER, PRAISE)
    return [answer(f"N-{n:05}", f"{said[n % len(said)]}，第{n}次说了") for n in range(count)]
