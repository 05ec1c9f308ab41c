import pytest

from voc.domain.business_object import BusinessObject, BusinessObjectTable
from voc.domain.taxonomy import Cause
from voc.errors import TaxonomyError

SMALL = """
[[object]]
name = "手机银行"
group = "电子渠道"
aliases = ["app", "手机银行"]

[[object]]
name = "手机银行登录"
group = "电子渠道"
parent = "手机银行"
aliases = ["登不上"]
all_of = [["app", "登"], ["刷脸", "登"]]

[[object]]
name = "刷脸登录"
group = "登录"
parent = "手机银行登录"
"""


def test_the_shipped_table_has_150_objects_with_aliases(business_objects: BusinessObjectTable) -> None:
    assert len(business_objects.by_name) >= 150
    assert sum(bool(o.aliases or o.all_of) for o in business_objects.by_name.values()) >= 150


def test_every_shipped_object_is_of_a_group_and_has_an_end_above_it(business_objects: BusinessObjectTable) -> None:
    for name in business_objects.by_name:
        top = business_objects.by_name[business_objects.lineage(name)[-1]]
        assert top.parent is None
        assert business_objects.group(name).strip()


def test_objects_are_read_with_what_names_them() -> None:
    table = BusinessObjectTable.parse(SMALL)
    assert table.by_name["手机银行登录"] == BusinessObject(
        "手机银行登录", "电子渠道", "手机银行", ("登不上",), (("app", "登"), ("刷脸", "登"))
    )


def test_what_goes_wrong_with_an_object_is_read_apart_from_what_names_it() -> None:
    table = BusinessObjectTable.parse(SMALL + 'signs = ["刷不了脸"]\nsigns_of = [["脸", "不过"]]\n')
    known = table.by_name["刷脸登录"]
    assert (known.aliases, known.signs, known.signs_of) == ((), ("刷不了脸",), (("脸", "不过"),))
    with pytest.raises(TaxonomyError, match="同时是"):
        BusinessObjectTable.parse(SMALL + 'signs = ["登不上"]\n')


def test_the_lineage_goes_up_to_the_top() -> None:
    table = BusinessObjectTable.parse(SMALL)
    assert table.lineage("刷脸登录") == ("刷脸登录", "手机银行登录", "手机银行")
    assert table.lineage("手机银行") == ("手机银行",)
    assert table.lineage("存折") == ("存折",)


def test_an_object_may_be_one_of_a_single_cause() -> None:
    table = BusinessObjectTable.parse(SMALL + 'only = "person"\n')
    assert [table.suits("刷脸登录", cause) for cause in Cause] == [cause is Cause.PERSON for cause in Cause]
    assert all(table.suits(name, cause) for name in ("手机银行", "不认识") for cause in Cause)
    with pytest.raises(TaxonomyError):
        BusinessObjectTable.parse(SMALL + 'only = "weather"\n')


def test_a_claim_of_some_factors_may_be_about_an_object_that_nobody_names() -> None:
    table = BusinessObjectTable.parse(SMALL + 'factors = ["product.security"]\n')
    assert table.unnamed("product.security") == ("刷脸登录",)
    assert table.unnamed("product.speed") == ()


@pytest.mark.parametrize("columns", ['factors = ["weather.rain"]', 'only = "person"\nfactors = ["product.security"]'])
def test_a_factor_that_cannot_be_the_objects_is_refused(columns: str) -> None:
    with pytest.raises(TaxonomyError):
        BusinessObjectTable.parse(SMALL + columns + "\n")


def test_what_the_table_does_not_know_is_of_the_group_of_others() -> None:
    table = BusinessObjectTable.parse(SMALL)
    assert [table.group(name) for name in ("刷脸登录", "存折", None)] == ["登录", "其他", "其他"]


@pytest.mark.parametrize(
    "text",
    [
        "[[object]",
        "version = 1",
        '[[object]]\nname = "转账"',
        "object = 3",
        '[[object]]\nname = "转账"\ngroup = "转账"\naliases = "汇款"',
        '[[object]]\nname = "转账"\ngroup = "转账"\nall_of = "汇款"',
        '[[object]]\nname = "转账"\ngroup = "转账"\nsigns = "转不出去"',
    ],
    ids=[
        "not TOML",
        "no objects",
        "no group",
        "a number",
        "aliases are a string",
        "all_of is a string",
        "signs are a string",
    ],
)
def test_a_damaged_table_is_refused(text: str) -> None:
    with pytest.raises(TaxonomyError, match="业务对象表无法读取"):
        BusinessObjectTable.parse(text)


def test_a_parent_must_be_in_the_table() -> None:
    with pytest.raises(TaxonomyError, match="“转账”的上级“支付”不在表里"):
        BusinessObjectTable.parse('[[object]]\nname = "转账"\ngroup = "转账"\nparent = "支付"')


def test_an_alias_names_one_object_only() -> None:
    with pytest.raises(TaxonomyError, match="“app”同时是“手机银行”和“客户端”的叫法"):
        BusinessObjectTable.parse(SMALL + '[[object]]\nname = "客户端"\ngroup = "电子渠道"\naliases = ["app"]')


def test_a_name_stands_once() -> None:
    with pytest.raises(TaxonomyError, match="重名"):
        BusinessObjectTable.parse(SMALL + '[[object]]\nname = "手机银行"\ngroup = "电子渠道"')


def test_parents_must_not_go_round() -> None:
    with pytest.raises(TaxonomyError, match="绕成了圈"):
        BusinessObjectTable.parse(SMALL.replace('name = "手机银行"', 'name = "手机银行"\nparent = "刷脸登录"'))
