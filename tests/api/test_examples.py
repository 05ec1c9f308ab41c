"""Every answer of the document has an example, and the example is one."""

from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest

from tests.api.serving import Service


def _answers(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                if status.startswith("2") and answer.get("content", {}).get("application/json", {}).get("schema"):
                    yield f"{method} {path} {status}", answer["content"]["application/json"]


@pytest.fixture
def document(service: Service) -> dict[str, Any]:
    found: dict[str, Any] = service.app.openapi()
    return found


def test_every_answer_has_an_example_that_fits_its_schema(document: dict[str, Any]) -> None:
    answers = dict(_answers(document))
    assert len(answers) > 80
    for label, content in answers.items():
        schema = content["schema"] | {"components": document["components"]}
        jsonschema_rs.validator_for(schema).validate(content["example"])
        assert content["example"] not in ({}, [], None), label


def test_the_schemas_of_answers_have_examples_in_chinese_where_they_are_text(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    (user,) = schemas["UserOut"]["examples"]
    assert (user["roles"], user["must_change"]) == (["inspector"], False)
    (page,) = schemas["Page_ContactOut_"]["examples"]
    assert page["items"][0]["queue"] == "手机银行"
    assert "examples" not in schemas["UserIn"]
