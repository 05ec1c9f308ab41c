"""Expressions that took minutes on texts made to slow them down."""

from functools import cache

import pytest

from tests.nlp.rules.scenes import Times, hits, scene
from voc.domain.moments import Phase
from voc.nlp.rules import Scene


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
    assert hits("慢 NEAR/3 卡", scene("客：卡 慢 卡 卡")) == ["0:卡 慢 卡"]


@pytest.mark.parametrize("expression", ["我 ..9 去 ..9 网点", "/网.*点/", "/网.*点/ EXCEPT /没有/"])
def test_half_a_character_is_no_obstacle(expression: str) -> None:
    assert len(hits(expression, scene("客：\ud83d我去了\udc00网点"))) == 1


@cache
def longest_call() -> Scene:
    lines = [f"客：您好请问{n}网点在哪里呢闪退" for n in range(10_000)]
    times: Times = [(n * 1_000, n * 1_000 + 900) for n in range(len(lines))]
    return scene(*lines, times=times, phases=(Phase.ANSWERING,) * len(lines))


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("REPEAT/2", True),
        ("REPEAT/2(闪退)", True),
        ("UTTERANCE(闪退 AND FIRST/3u(网点))", True),
        ("PHASE/解答(UTTERANCE(闪退))", True),
        ("UTTERANCE(UTTERANCES>1)", False),
        ("闪退 UNLESS LAST/3u(网点)", True),
        ("SILENCE>1s", False),
        ("LAST/20%(UTTERANCE(闪退 AND FIRST/99%(网点)))", True),
        ("CLAUSE(闪退 AND NOT 柜台) AFTER/1 SILENCE<1s#5000", True),
    ],
)
def test_no_number_of_utterances_makes_an_expression_run_away(expression: str, holds: bool) -> None:
    """Half as many as a call may have; some of these would take longer than anybody waits for a test."""
    assert (hits(expression, longest_call()) is not None) is holds
