import json

import pytest

from tests.api.serving import Caller
from tests.inputs import FAULT, answer, call


def test_one_record_is_analysed_at_once_and_masked(lead: Caller) -> None:
    found = lead.post("analyze", json=answer("S-9", f"13800138000{FAULT}")).json()
    assert (found["id"], found["primary"]) == ("S-9", "product")
    assert "13800138000" not in json.dumps(found)
    assert lead.post("analyze", json=call("C-9")).json()["kind"] == "conversation"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "JSON 不完整或有误"),
        ("[]", "不是 JSON 对象"),
        ("{}", "缺少 id"),
        ("[" * 100_000, "嵌套过深"),
        ('{"id": "S-1", "comment": "\\ud800"}', "代理字符"),
        ('{"id": "S-1", "score": NaN}', ""),
    ],
)
def test_what_is_no_record_is_refused_with_the_reason(lead: Caller, body: str, reason: str) -> None:
    found = lead.post("analyze", content=body)
    assert found.status_code == 422
    assert reason in found.json()["detail"]
