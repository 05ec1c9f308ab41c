import pytest

from voc.domain.business_object import BusinessObjectTable
from voc.domain.expressions import Word
from voc.nlp.rules import parse
from voc.nlp.rules.remarks import remarks, remarks_on, shortened

NONE = BusinessObjectTable({})
LISTS = {"bad": (Word("卡,死"), Word("闪退"))}


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("闪退", ()),
        ("闪退 AND NOT 闪退", ("这个式子不会命中：既要有又要没有",)),
        ("UTTERANCES>=0", ("这个式子总是成立：没有一个数不符合",)),
        ("闪退 AND UTTERANCES>=0", ("UTTERANCES>=0 总是成立：没有一个数不符合",)),
        (
            "REPEAT/2(慢 AND 卡)",
            (
                "慢 AND 卡 写在 REPEAT 里，各个词的命中分开算，不必在同一句里；"
                "要在一起就写 UTTERANCE(慢 AND 卡) 或 CLAUSE(…)",
            ),
        ),
        ("@bad", ('"卡,死" 不会成立：词里有断句的标点，一个分句里不会有',)),
        ("object=天气", ("业务对象表里没有“天气”；记录自带的叫法写成 business=天气",)),
    ],
)
def test_what_is_worth_knowing_is_said(expression: str, said: tuple[str, ...]) -> None:
    assert remarks(parse(expression), LISTS, NONE) == said


def test_what_is_taken_literally_is_said_as_well() -> None:
    (idle, literal) = remarks_on("闪退AND卡顿 AND UTTERANCES>=0", LISTS, NONE)
    assert idle.startswith("UTTERANCES>=0 总是成立")
    assert literal.startswith("“闪退AND卡顿”里的 AND 照字面找")


def test_a_long_part_is_cut_short() -> None:
    assert len(shortened(parse("|".join(f"词{n}" for n in range(100))))) == 61
