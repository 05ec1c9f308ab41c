"""Examples of the answers, put together from the schemas: one of each, with what a field of that name may say."""

from collections.abc import Mapping
from typing import Any

from api.example_values import AT, ID, NONE, OBJECTS, TEXTS, VALUES

Schema = Mapping[str, Any]
REF = "#/components/schemas/"


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
