"""Expressions that took minutes on texts made to slow them down."""

import pytest

from tests.nlp.rules.scenes import hits, scene


@pytest.mark.parametrize(
    ("expression", "text", "holds"),
    [
        ("我 ..60 我 ..60 我 ..60 我 ..60 我 ..60 网点", "我" * 150, False),
        ("慢 NEAR/5 卡", "慢，" * 1000 + "卡，" * 1000, True),
        ("慢 AFTER 卡", "慢，" * 3000 + "卡，" * 3000, False),
        ("慢 AROUND/2 卡", "慢，" * 3000 + "卡，" * 3000, True),
    ],
)
def test_no_text_makes_an_expression_run_away(expression: str, text: str, holds: bool) -> None:
    """Each of these would take longer than anybody waits for a test."""
    assert (hits(expression, scene(f"客：{text}")) is not None) is holds


def test_near_takes_the_nearest_on_either_side() -> None:
    assert hits("慢 NEAR/3 卡", scene("客：卡 慢 卡 卡")) == ["0:卡 慢", "0:慢 卡"]


@pytest.mark.parametrize("expression", ["我 ..9 去 ..9 网点", "/网.*点/", "/网.*点/ EXCEPT /没有/"])
def test_half_a_character_is_no_obstacle(expression: str) -> None:
    assert len(hits(expression, scene("客：\ud83d我去了\udc00网点"))) == 1
