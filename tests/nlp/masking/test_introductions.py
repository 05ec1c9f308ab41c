"""Names told with an explanation, and surnames that are only spelled or denied."""

import pytest

from tests.nlp.masking.marking import assert_masks
from voc.nlp.masking import PersonalKind, find_personal


@pytest.mark.parametrize(
    "marked",
    [
        "我是【高志远】，上周给你们打过电话",
        "我是【江海燕】啊，前天来办过卡",
        "我是【金玉兰】的女儿，她不会用手机",
        "我是【白玉霞】，替我妈问",
        "您是【明月华】本人吗",
        "我是【海振华】，卡是我名下的",
        "你好，我是【安国栋】，刚才断线了",
        "我是【武文斌】",
        "我是【李晗】，昨天下午来过",
        "我是【周珂】，我家小孩的卡",
        "我是【郭喆】，代我父亲办理",
        "我是【冯峣】呀，就是上午那个",
    ],
)
def test_a_name_before_its_explanation_is_masked(marked: str) -> None:
    assert_masks(marked, PersonalKind.NAME)


@pytest.mark.parametrize(
    "text",
    [
        "我是高中生，我没有身份证",
        "我是马上来，你等着",
        "我是文学家，我不懂这个",
        "我是海南人，我在外地",
        "我是付款，我不是收款",
        "我是江苏的，我来问问",
        "我是应届生，刚毕业",
        "我是白领，我月薪一万",
        "我是房东，我要收租",
        "我是余额不足，我知道",
        "我是司机，我开出租的",
        "我是孙女，我帮奶奶问",
        "我是安徽阜阳，刚搬来",
        "我是欧阳，我",
    ],
)
def test_an_explanation_after_a_word_makes_no_name(text: str) -> None:
    assert find_personal(text) == ()


@pytest.mark.parametrize(
    "marked",
    [
        "我姓【张】，弓长张",
        "我姓【章】，立早章",
        "姓是弓长张，我叫【张燕】",
        "姓【陈】，耳东陈，别写错",
        "姓【李】的，木子李",
        "我叫【吴敏】，口天吴",
        "我姓木子李",
        "是双木林，不是临时的临",
        "免贵姓【黄】，草头黄",
        "姓【许】，言午许",
    ],
)
def test_how_a_surname_is_spelled_names_nobody(marked: str) -> None:
    assert_masks(marked, PersonalKind.NAME)


@pytest.mark.parametrize(
    "marked",
    [
        "我姓【万】，不是姓王",
        "我不姓李，姓【黎】",
        "也不是姓陈，是姓【程】",
        "把我写成姓王了",
        "你们当成姓刘的了",
        "明明不姓赵",
        "系统打成姓汪",
        "您是不是姓【王】",
        "是姓【王】吧",
    ],
)
def test_a_surname_that_is_denied_names_nobody(marked: str) -> None:
    assert_masks(marked, PersonalKind.NAME)


@pytest.mark.parametrize(
    "marked",
    [
        "姓【丛】，下面一横那个丛，【丛海燕】，对",
        "姓【蔺】，草字头那个蔺，【蔺桂枝】",
        "我姓【简】，简单的简，【简郁文】，一三九",
        "我姓【江】，江苏，江水的江",
        "我姓【高】，高兴，高山的高",
    ],
)
def test_the_whole_name_soon_after_the_surname_is_masked(marked: str) -> None:
    assert_masks(marked, PersonalKind.NAME)
