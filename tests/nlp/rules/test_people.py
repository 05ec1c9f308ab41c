import re

import pytest

from voc.nlp.rules.people import ACQUAINTANCES, HOUSEHOLD, KIN, NAMED, NEIGHBOUR, OTHER_CUSTOMERS, PEOPLE, SHE


@pytest.mark.parametrize(
    ("pattern", "person"),
    [
        *((NEIGHBOUR, person) for person in ("隔壁老王", "对门小张", "楼下王姐", "隔壁家老李", "楼上大妈")),
        *((NAMED, person) for person in ("小李", "老周", "阿杨", "隔壁老王", "隔壁", "楼上")),
        *((ACQUAINTANCES, person) for person in ("朋友们", "同事", "我们领导", "单位会计")),
        *((HOUSEHOLD, person) for person in ("我妈", "老公", "媳妇", "爱人", "女儿", "爸爸")),
        *((KIN, person) for person in ("我表姐", "我大姑", "妹夫", "嫂子")),
        *((PEOPLE, person) for person in ("别人", "网上", "贴吧", "大爷", "微信群里", "有个客户")),
        *((OTHER_CUSTOMERS, person) for person in ("别的客户", "其他用户", "其它的储户")),
        *((SHE, person) for person in ("她", "他")),
    ],
)
def test_people_who_are_neither_the_customer_nor_the_bank_are_known(pattern: str, person: str) -> None:
    assert re.fullmatch(pattern, person) is not None


@pytest.mark.parametrize("word", ["小程序", "老是", "大堂", "领导", "老板", "客服", "经理", "她们", "系统", "它"])
def test_things_and_the_banks_own_people_are_none_of_them(word: str) -> None:
    named = (NEIGHBOUR, NAMED, ACQUAINTANCES, HOUSEHOLD, KIN, SHE)
    assert not any(re.fullmatch(pattern, word) for pattern in named)
