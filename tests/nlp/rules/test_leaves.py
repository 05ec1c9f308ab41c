import pytest

from tests.nlp.rules.scenes import hits, scene
from voc.domain.expressions import ListName, Phrase, Regex, Word
from voc.nlp.rules.leaves import SHORT_CLAUSE, PhraseLeaf, RegexLeaf


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


@pytest.mark.parametrize("between", [0, SHORT_CLAUSE])
def test_a_phrase_of_three_groups_hits_alike_in_short_and_in_long_clauses(between: int) -> None:
    """They are searched by different engines."""
    where = scene(f"客：{'a' * between}我没有去过你们网点，没去网点")
    assert hits("没有|没 ..3 去 ..5 网点", where) == ["0:没有去过你们网点", "0:没去网点"]
    assert hits("我|你们 ..3 去过|去 ..5 网点", where) == ["0:我没有去过你们网点"]


def test_an_empty_hit_is_none() -> None:
    assert RegexLeaf(Regex("x?")).spans(scene("客：a").passages[0], (0, 1)) == []


def test_the_rarest_group_is_the_key() -> None:
    phrase = Phrase(((Word("我"), Word("要")), (Word("营业厅"), Word("网点"))), (5,))
    assert [word.text for word in PhraseLeaf(phrase).keys] == ["营业厅", "网点"]


def test_lists_must_be_expanded_before() -> None:
    with pytest.raises(ValueError, match="expanded"):
        _ = PhraseLeaf(Phrase(((ListName("branch"),),))).keys


def test_the_gaps_of_a_hit_stand_between_its_groups() -> None:
    phrase = PhraseLeaf(Phrase(((Word("都"),), (Word("去"),), (Word("网点"),)), (5, 5)))
    text = "什么都用不着去那个网点"
    assert [text[start:end] for start, end in phrase.gaps(text, (2, len(text)))] == ["用不着", "那个"]
    assert PhraseLeaf(Phrase(((Word("都"),),))).gaps(text, (2, 3)) == []
