import pytest

from tests.nlp.rules.scenes import hits, scene


@pytest.mark.parametrize(
    "text",
    [
        *("没闪退", "没有闪退", "不会闪退", "从来没闪退过", "不是闪退", "没再闪退", "别闪退"),
        *("如果闪退怎么办", "万一又闪退呢", "要是老闪退", "听说会闪退", "同事说老闪退"),
    ],
)
def test_negation_supposition_and_hearsay_take_words_back(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) is None


@pytest.mark.parametrize(
    "text", ["天天闪退", "没办法老闪退", "没网，闪退", "如果能用就好了，现在闪退", "特别闪退", "主要是老闪退"]
)
def test_negation_counts_only_just_before_and_supposition_only_in_the_clause(text: str) -> None:
    assert hits("闪退", scene(f"客：{text}")) == ["0:闪退"]


@pytest.mark.parametrize(
    ("guard", "text"),
    [
        ("negated", "客：没闪退"),
        ("supposed", "客：如果闪退"),
        ("quoted", "客：听说闪退"),
        ("apology", "座：闪退的事非常抱歉"),
        ("recital", "座：按规定闪退要登记"),
    ],
)
def test_words_count_where_their_guard_is_allowed_and_only_then(guard: str, text: str) -> None:
    others = "+".join({"negated", "supposed", "quoted", "apology", "recital"} - {guard})
    assert hits(f"ALLOW/{guard}(闪退)", scene(text)) == ["0:闪退"]
    assert hits(f"ALLOW/{others}(闪退)", scene(text)) is None


def test_an_agent_who_merely_says_a_word_neither_apologises_nor_recites() -> None:
    assert hits("投诉", scene("座：您要投诉是吗")) == ["0:投诉"]


def test_an_apology_takes_back_only_its_own_clause() -> None:
    assert hits("闪退", scene("座：非常抱歉，闪退已经登记")) == ["0:闪退"]


def test_a_customer_who_speaks_of_rules_or_apologies_is_taken_at_his_word() -> None:
    assert hits("不行", scene("客：按规定也不行")) == ["0:不行"]


def test_a_negated_hit_does_not_hide_the_one_after_it() -> None:
    assert hits("闪退", scene("客：以前没有闪退现在天天闪退")) == ["0:闪退"]
