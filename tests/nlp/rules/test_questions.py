import pytest

from tests.nlp.rules.scenes import scene
from voc.nlp.rules.questions import plainly_asked


@pytest.mark.parametrize(
    "text",
    ["年费是怎么收的？", "请问年费可以免吗", "年费必须要交吗？", "您好，我想咨询一下年费", "转账收年费吗"],
)
def test_a_question_without_displeasure_is_a_plain_one(text: str) -> None:
    assert plainly_asked(scene(f"客：{text}").passages[0], text.index("年费"))


@pytest.mark.parametrize(
    "text",
    [
        *("年费怎么收的，凭什么", "年费凭什么要交吗", "重复扣年费吗", "年费还要收吗", "太坑了，年费是怎么收的"),
        *("年费贵", "年费要求合规吗"),
    ],
)
def test_displeasure_beside_or_no_question_makes_it_count(text: str) -> None:
    assert not plainly_asked(scene(f"客：{text}").passages[0], text.index("年费"))
