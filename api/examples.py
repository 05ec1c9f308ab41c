"""Examples of the answers, put together from the schemas: one of each, with what a field of that name may say."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]
REF = "#/components/schemas/"
ID, USER, MODEL, AT = (
    "01hzy3v6q8w2n4t7b9d5f0g1jk",
    "01hzw8e5r2k7m3p9s4v6x1c0ba",
    "20261102-9f3c1a7e",
    "2026-11-02T10:00:00+08:00",
)
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
# What a field of text says, by its name; a field that is not named here holds an id.
TEXTS: Mapping[str, str] = {
    "Access.kind": "transcript",
    "action": "review.write",
    "agent_id": "A17",
    "agent_team": "电子银行一班",
    "agents": "A17",
    "app_version": "8.2.1",
    "broken": "2026-11-02T02:00:00+00:00 起一小时的访问记录与封存时不符",
    "business": "转账",
    "business_object": "手机银行",
    "business_objects": "手机银行",
    "card": "# 模型卡\n",
    "channel": "phone",
    "channels": "phone",
    "code": "product.stability",
    "codes": "product.stability",
    "comment": "转账一直转不出去",
    "contact_id": "EB-01",
    "csrf_token": "0e236972b936344892afbaad422f8ffe",
    "decision": "客户常说，准",
    "departments": "电子银行部",
    "description": "闪退、打不开、转不出去",
    "difference": f"/api/v1/models/{MODEL}/difference",
    "direction": "inbound",
    "disputed": "cause",
    "ended_by": "customer",
    "expression": "转账 NEAR/5 (失败 OR 转不出去)",
    "factor": "product.stability",
    "facts": '{"change":"submitted","version":3}',
    "files": "电子银行部_2026-W45.xlsx",
    "hash": HASH,
    "head": HASH,
    "in_words": "“转账”与“失败”或“转不出去”相距五个词以内",
    "indicator": "功能可用",
    "jrt_0169": "6.2",
    "kind": "call",
    "label": "系统不稳定",
    "measure": "主要原因",
    "name": "十一月第一周",
    "object_kind": "review",
    "one_time_password": "k3Vw9QmZ7xTn2RbYc4Hd",
    "origin": "plan",
    "permissions": "contact.read",
    "place": "第 3 行第 12 列",
    "primary": "product",
    "queue": "手机银行",
    "queues": "手机银行",
    "reason": "请再听一遍",
    "region": "浙江",
    "rule": "product.crash",
    "rule_id": "product.crash",
    "says": "customer",
    "scopes": "frequency.read",
    "secret": "voc_b1JxYz…",
    "seed": "2026-W45",
    "source": "default",
    "speaker": "customer",
    "state_label": "待班组长转交",
    "status": "ok",
    "team": "电子银行一班",
    "text": "转不出去",
    "trained_on": HASH,
    "version": "9f3c1a7e2b4d",
    "week": "2026-W45",
}
# The same for what is no text, where the first value that fits would contradict another.
VALUES: Mapping[str, str | int | float | bool] = {
    "answered": True,
    "cause": "product",
    "dissatisfied": True,
    "end": 4,
    "in_use": True,
    "phase": "problem",
    "primary": "product",
    "start": 0,
    "turned_by": "refusal",
    "valence": -0.8,
}
# What is null as a rule.
NONE = {"abstain_reason", "closed_at", "error", "incomparable", "refused", "revoked_at", "survey_id"}
# The same for objects without a schema of their own.
OBJECTS: Mapping[str, Mapping[str, Any]] = {
    "order": {"upload_id": ID, "source": "default"},
    "result": {
        "counts": {"new_count": 998, "changed_count": 0, "unchanged_count": 0, "analysed_count": 998},
        "rejected_count": 2,
        "first_errors": ["通话.jsonl 第 7 行：缺少编号"],
    },
    "measures": {"primary_accuracy": 0.91},
    "history": {"at": AT, "by": "赵蕾", "action": "promoted", "model": MODEL, "reason": "误报变少"},
    "step": {"step": "tell_dissatisfied", "dissatisfied": True},
    "points": {"code": "product.stability", "label": "系统不稳定", "count": 12, "share": 0.24},
    "analysis": {"dissatisfied": True, "primary": "product", "confidence": 0.93},
    "analyze": {"id": "S-9", "dissatisfied": True, "primary": "product", "confidence": 0.93},
}


def add_examples(document: dict[str, Any]) -> None:
    """Give every answer of a document an example, and the schemas that answers are made of."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                content = answer.get("content", {}).get("application/json")
                if status.startswith("2") and content is not None and content.get("schema"):
                    content["example"] = _example(content["schema"], schemas, operation["operationId"].split("_")[0])
                    _name(content["schema"], schemas)


def _name(schema: Schema, schemas: dict[str, Any]) -> None:
    """Put an example on every object that a schema is made of."""
    for name in _refs(schema):
        found = schemas[name]
        if "properties" in found and "examples" not in found:
            found["examples"] = [_example(found, schemas, "")]
            _name({key: found[key] for key in found if key != "examples"}, schemas)


def _refs(schema: object) -> set[str]:
    match schema:
        case {"$ref": str(address)}:
            return {address.removeprefix(REF)}
        case Mapping():
            return {name for value in schema.values() for name in _refs(value)}
        case list():
            return {name for value in schema for name in _refs(value)}
    return set()


def _example(schema: Schema, schemas: Schema, field: str) -> Any:
    """One value that fits a schema, for a field of a name."""
    if own := schema.get("examples"):
        return own[0]
    match schema:
        case {"$ref": str(address)}:
            return _example(schemas[address.removeprefix(REF)], schemas, field)
        case {"anyOf": [*_, {"type": "null"}]} if field.rpartition(".")[2] in NONE:
            return None
        case {"anyOf": [first, *_]} | {"oneOf": [first, *_]}:
            return _example(first, schemas, field)
        case {"enum": [first, *_] as known}:
            wanted = _said(VALUES, field)
            return wanted if wanted in known else first
        case {"const": value}:
            return value
        case {"properties": properties}:
            return {name: _example(one, schemas, f"{schema.get('title')}.{name}") for name, one in properties.items()}
        case {"type": "array", "prefixItems": parts}:
            return [_example(one, schemas, field) for one in parts]
        case {"type": "array"}:
            return [_example(schema["items"], schemas, field)]
        case {"type": "object"}:
            return _said(OBJECTS, field) or _entry(schema, schemas, field)
    return _scalar(schema, field)


def _entry(schema: Schema, schemas: Schema, field: str) -> dict[str, Any]:
    """An object of one entry."""
    value = schema.get("additionalProperties")
    if not isinstance(value, Mapping):
        return {}
    key = _example(schema["propertyNames"], schemas, field) if "propertyNames" in schema else field.rpartition(".")[2]
    return {str(key): _example(value, schemas, field)}


def _scalar(schema: Schema, field: str) -> Any:
    match schema.get("type"):
        case "integer":
            return _valued(field, int, max(1, schema.get("minimum", 1)))
        case "number":
            return _valued(field, float, 0.62)
        case "boolean":
            return _valued(field, bool, False)
        case "string":
            return AT if schema.get("format") == "date-time" else _said(TEXTS, field, default=ID)
    return None


def _valued(field: str, kind: type, default: float) -> Any:
    """What a field of a kind says; another of this name may be of another kind."""
    value = _said(VALUES, field)
    return value if type(value) is kind else default


def _said(table: Mapping[str, Any], field: str, *, default: Any = None) -> Any:
    """What a table says of a field of a schema, else of any field of this name."""
    return table.get(field, table.get(field.rpartition(".")[2], default))
