import pytest

from voc.domain.business_object import BusinessObjectTable
from voc.nlp.rules import parse
from voc.nlp.rules.naming import nearest_objects, unknown_objects


@pytest.mark.parametrize(
    ("word", "first"),
    [("网银", "网上银行"), ("手机银行登陆", "手机银行登录"), ("信用卡年", "信用卡年费"), ("qqqq", None)],
)
def test_the_name_that_may_be_meant_comes_first(
    word: str, first: str | None, business_objects: BusinessObjectTable
) -> None:
    near = nearest_objects(word, business_objects)
    assert len(near) <= 3
    assert near[:1] == (() if first is None else (first,))


def test_a_sign_of_what_goes_wrong_is_said_to_be_no_name(business_objects: BusinessObjectTable) -> None:
    (reason,) = unknown_objects(parse("object=闪退"), business_objects)
    assert reason == "“闪退”说的是毛病，不是业务对象的名称；要找说这个毛病的话，直接写 闪退"


def test_names_are_looked_for_in_all_of_an_expression(business_objects: BusinessObjectTable) -> None:
    own = parse("a AND NOT CUSTOMER(object=手机银行|不存在的对象)")
    (reason,) = unknown_objects(own, business_objects)
    assert "没有“不存在的对象”" in reason
    assert list(unknown_objects(parse("a AND queue=不存在的对象"), business_objects)) == []


def test_a_name_may_go_by_its_sound(business_objects: BusinessObjectTable) -> None:
    assert list(unknown_objects(parse("object=~手机银航"), business_objects)) == []
    assert len(list(unknown_objects(parse("object=手机银航|~手机网航"), business_objects))) == 2
