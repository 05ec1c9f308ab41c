import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nlp.rules.scenes import hits, scene
from voc.domain.expressions import ListName, Phrase, Regex, Word
from voc.nlp.rules.leaves import PhraseLeaf, RegexLeaf


@pytest.mark.parametrize(
    ("when", "text", "found"),
    [
        ("只能|必须 ..10 网点", "只能去网点", ["只能去网点"]),
        ("只能|必须 ..10 网点", "必须到你们那个网点", ["必须到你们那个网点"]),
        ("只能|必须 ..10 网点", "网点只能", []),
        ("只能|必须 ..10 网点", "只能这样，我去网点", []),
        ("只能 ..10 网点", "只能" + "啊" * 10 + "网点", ["只能" + "啊" * 10 + "网点"]),
        ("只能 ..10 网点", "只能" + "啊" * 11 + "网点", []),
        ("只能 ..0 网点", "只能去网点，只能网点", ["只能网点"]),
        ("只能 ..10 网点|网点办理", "只能去网点办理", ["只能去网点办理"]),
        ('"一个."', "一个月", []),
        ("闪退", "闪退，又闪退，还闪退闪退", ["闪退"] * 4),
        ("~网银 ..3 不开|慢", "往银打不开", ["往银打不开"]),
        ("~网银|手机", "手机往银网银", ["手机", "往银", "网银"]),
    ],
)
def test_groups_follow_each_other_in_one_clause_within_a_distance(when: str, text: str, found: list[str]) -> None:
    assert (hits(when, scene(f"客：{text}")) or []) == [f"0:{words}" for words in found]


@pytest.mark.parametrize(
    ("regex", "text", "found"),
    [
        ("/转.{0,3}不出/", "转账转不出去", ["转账转不出"]),
        ("/转.*不/", "转账，转不出去，也不行", ["转账,转不出去,也不"]),
        ("/[0-9]+元/ EXCEPT /只要/", "10元，只要20元，另收30元", ["10元", "30元"]),
        ("/元/ EXCEPT /只要/", "只要10元", []),
    ],
)
def test_a_regular_expression_hits_but_where_its_exclusion_stands(regex: str, text: str, found: list[str]) -> None:
    assert (hits(regex, scene(f"客：{text}")) or []) == [f"0:{words}" for words in found]


@pytest.mark.parametrize(
    ("when", "text", "found"),
    [
        ("CLAUSE(/网点.*远/)", "网点在东边，太远", []),
        ("CLAUSE(/网点.*远/ AND NOT 近)", "网点很近，网点很远", ["网点很远"]),
        ("CLAUSE(/网.*/)", "网点很近，网点很远", ["网点很近", "网点很远"]),
        ("CLAUSE(/网.点/ OR /^网/ OR /远$/)", "网，点，远", ["网", "远"]),
        ("CLAUSE(/^网|近$/)", "很近，网点，近", ["近"]),
        ("慢 UNLESS /不.*快/", "慢就不说了，快点", ["慢"]),
        ("UTTERANCE(/网点.*远/)", "网点在东边，太远", ["网点在东边,太远"]),
        ("CLAUSE(/网点.*元/ EXCEPT /只要/)", "网点收2元，网点只要3元", ["网点收2元"]),
    ],
)
def test_a_regular_expression_is_found_within_what_is_looked_at(when: str, text: str, found: list[str]) -> None:
    assert (hits(when, scene(f"客：{text}")) or []) == [f"0:{words}" for words in found]


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("LAST/9s(/网点.*远/)", ["0:网点很远"]),
        ("LAST/6s(/点.*远/)", ["0:点很远"]),
        ("FIRST/9s(/网点.*[近远]/)", ["0:网点很近"]),
        # A word counts from where it begins: 网点 at 10 s, 很近 at 2 s.
        ("FIRST/11s(/,网点/)", ["0:,网点"]),
        ("FIRST/11s(/,网/)", ["0:,网"]),
        ("FIRST/11s(/,网点.*远/)", None),
        ("CLAUSE(FIRST/1s(/网点/))", ["0:网点"]),
    ],
)
def test_a_regular_expression_is_found_in_the_words_said_at_some_time(when: str, found: list[str] | None) -> None:
    own = scene("客：网点很近，网点很远", times=[(0, 18_000)])
    assert hits(when, own) == found


@pytest.mark.parametrize(
    ("when", "text", "found"),
    [
        ("去|跑 ..8 网点", "不用去了结果还是要跑网点", ["跑网点"]),
        ("去 ..8 网点", "我没去银行非让我去网点", ["去网点"]),
        ("需要|得 ..8 网点", "不需要密码却还得去网点", ["得去网点"]),
        ("只能|必须 ..8 网点", "不是只能打电话但必须去网点", ["必须去网点"]),
        ("老|总 ..6 闪退", "不总卡但老是闪退", ["老是闪退"]),
        ("扣 ..6 钱", "没扣分却扣了我的钱", ["扣了我的钱"]),
        ("去 ..8 银行 ..8 办", "没去银行也没办成又去银行办", ["去银行办"]),
        ("去 ..8 网点", "去银行非让我去网点", ["去银行非让我去网点"]),
        ("手续费|费 ..4 扣", "没有手续费扣", []),
        ("去|跑 ..4 网点", "不用去跑网点", []),
    ],
)
def test_what_does_not_count_hides_nothing_behind_its_first_word(when: str, text: str, found: list[str]) -> None:
    assert (hits(when, scene(f"客：{text}")) or []) == [f"0:{words}" for words in found]


def test_what_begins_outside_of_what_is_looked_at_hides_nothing_within() -> None:
    own = scene("客：去银行又去网点", times=[(0, 8_000)])
    assert hits("LAST/5s(去 ..8 网点)", own) == ["0:去网点"]
    assert hits("FIRST/6s(去 ..8 网点)", own) == ["0:去银行又去网点"]
    assert hits("FIRST/5s(去 ..8 网点)", own) is None


GROUPS = st.lists(st.lists(st.text("去网点", min_size=1, max_size=3), min_size=1, max_size=3), min_size=1, max_size=4)


@given(GROUPS, st.lists(st.integers(0, 3), min_size=3, max_size=3), st.text("去网点啊", max_size=20))
def test_a_phrase_hits_what_a_backtracking_expression_would(
    groups: list[list[str]], gaps: list[int], text: str
) -> None:
    """That one takes the longest of a group and the shortest gap first, and goes on behind what it found."""
    phrase = Phrase(tuple(tuple(map(Word, group)) for group in groups), tuple(gaps[: len(groups) - 1]))
    first, *others = ("(" + "|".join(sorted(group, key=len, reverse=True)) + ")" for group in groups)
    pattern = first + "".join(f".{{0,{gap}}}?{one}" for gap, one in zip(gaps, others, strict=False))
    passage = scene(f"客：{text}").passages[0]
    wanted = [[hit.span(n + 1) for n in range(len(groups))] for hit in re.finditer(pattern, passage.text)]
    found, at = [], 0
    for words in PhraseLeaf(phrase).hits(passage, (0, len(text))):
        if words[0][0] >= at:
            found.append([*words])
            at = words[-1][1]
    assert found == wanted


def test_a_phrase_of_large_lists_is_found() -> None:
    many = tuple(Word(f"词{n}号") for n in range(30_000))
    phrase = PhraseLeaf(Phrase((many,) * 6, (5,) * 5))
    where = scene("客：" + "和".join(f"词{n}号" for n in range(40))).passages[0]
    assert len(phrase.hits(where, (0, len(where.text)))) == 35


def test_an_empty_hit_is_none() -> None:
    assert RegexLeaf(Regex("x?")).hits(scene("客：a").passages[0], (0, 1)) == []


def test_the_rarest_group_is_the_key() -> None:
    phrase = Phrase(((Word("我"), Word("要")), (Word("营业厅"), Word("网点"))), (5,))
    assert [word.text for word in PhraseLeaf(phrase).keys] == ["营业厅", "网点"]


def test_lists_must_be_expanded_before() -> None:
    with pytest.raises(ValueError, match="expanded"):
        _ = PhraseLeaf(Phrase(((ListName("branch"),),))).keys


def test_a_hit_is_told_by_the_words_of_its_groups() -> None:
    phrase = PhraseLeaf(Phrase(((Word("都"),), (Word("去"),), (Word("网点"),)), (5, 5)))
    where = scene("客：什么都用不着去那个网点").passages[0]
    ((first, second, third),) = phrase.hits(where, where.clauses[0])
    assert [where.text[start:end] for start, end in (first, second, third)] == ["都", "去", "网点"]
