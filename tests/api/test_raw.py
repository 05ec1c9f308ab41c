from api.raw import body_of
from tests.api.serving import Caller


def test_a_body_that_is_no_text_is_refused(administrator: Caller) -> None:
    answer = administrator.post("analyze", content=b"\xff\xfe")
    assert (answer.status_code, answer.json()["detail"]) == (422, "正文不是 UTF-8")


def test_a_body_is_described_with_its_example() -> None:
    (content,) = body_of("text/plain", "x", type="string")["requestBody"]["content"].items()
    assert content == ("text/plain", {"schema": {"type": "string"}, "example": "x"})
