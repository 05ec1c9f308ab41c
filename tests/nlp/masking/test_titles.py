"""Surnames that are everyday words too, before a title."""

import pytest

from tests.nlp.masking.marking import assert_masks
from voc.nlp.masking import PersonalKind, find_personal


@pytest.mark.parametrize(
    "marked",
    [
        "【于】老师教得很耐心",
        "你好，【钱】女士这笔退回来了",
        "【任】经理昨天答应过我",
        "【时】先生的卡冻结了",
        "嗯【单】女士打过电话",
        "【解】先生要求回电",
        "【车】小姐反映短信没收到",
        "【房】先生办的贷款",
        "我找【于】主任办的",
        "跟【钱】经理联系过",
        "【向】先生麻烦您稍等一下",
        "【应】女士，抱歉让您久等",
        "【连】先生请问还有什么需要",
    ],
)
def test_an_everyday_word_is_a_surname_where_a_clause_begins(marked: str) -> None:
    assert_masks(marked, PersonalKind.NAME)


@pytest.mark.parametrize(
    "text",
    [
        "由于经理不在",
        "那位先生说的",
        "现金先生成凭条",
        "我的钱先生了利息",
        "属于老师的优惠",
        "当时经理不在场",
        "担任经理三年",
        "向经理反映过",
        "连老师都不懂",
        "和先生一起去的",
        "开车先生了病",
        "车队长说明天发车",
        "党校长期有课",
        "车主任何时候都行",
        "等于老师说了算",
        "连经理我都问过了",
        "和先生我们一起去的",
        "按单会计算不出来",
    ],
)
def test_an_everyday_word_before_a_title_stays(text: str) -> None:
    assert find_personal(text) == ()


@pytest.mark.parametrize(
    "marked", ["您是……【涂玉珍】女士本人吗", "找呃【王立群】先生", "（【周晓岚】女士）来电", "那个；【沈】先生"]
)
def test_a_pause_or_a_bracket_before_a_name_does_not_hide_it(marked: str) -> None:
    assert_masks(marked, PersonalKind.NAME)
