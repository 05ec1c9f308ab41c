from typing import Any

import pytest

from tests.builders import attribution
from tests.nlp.evaluation.cases import BOTH, judged
from voc.domain.attribution import Attribution, Basis, Kind
from voc.domain.business_object import BusinessObjectTable
from voc.domain.measures import Measure
from voc.nlp.evaluation.claims import claim_statistics, same_branch
from voc.nlp.evaluation.judged import Judged

TABLE = """
[[object]]
name = "手机银行"
group = "渠道"
[[object]]
name = "手机银行登录"
group = "渠道"
parent = "手机银行"
[[object]]
name = "手机银行转账"
group = "渠道"
parent = "手机银行"
[[object]]
name = "信用卡"
group = "产品"
"""
OBJECTS = BusinessObjectTable.parse(TABLE)


def claim(factor: str, about: str | None, **columns: Any) -> dict[str, Any]:
    return {"factor": factor, "business_object": about, **columns}


def case(claims: list[dict[str, Any]], *attributions: Attribution, **gold: Any) -> Judged:
    return judged("both", BOTH | {"claims": claims} | gold, attributions=attributions)


def values(*cases: Judged) -> dict[Measure, tuple[int, float]]:
    return {m: (s.n, s.value(len(cases))) for m, s in claim_statistics(cases, OBJECTS).items()}


@pytest.mark.parametrize(
    ("found", "wanted", "same"),
    [
        ("手机银行", "手机银行", True),
        ("手机银行", "手机银行登录", True),
        ("手机银行登录", "手机银行", True),
        ("手机银行登录", "手机银行转账", True),
        ("手机银行登录", "信用卡", False),
        ("信用卡", "手机银行", False),
        ("不在表里", "信用卡", False),
        (None, None, True),
        (None, "信用卡", False),
        ("信用卡", None, False),
    ],
)
def test_objects_of_one_branch_are_near(found: str | None, wanted: str | None, same: bool) -> None:
    assert same_branch(found, wanted, OBJECTS) is same


def test_a_claim_is_compared_with_that_of_its_factor_first() -> None:
    speed = attribution("product.speed", business_object="信用卡", confidence=0.99)
    stability = attribution("product.stability", business_object="手机银行登录", confidence=0.5)
    found = values(case([claim("product.stability", "手机银行登录")], speed, stability))
    assert found[Measure.BUSINESS_OBJECT_EXACT] == (1, 1.0)


def test_without_one_of_its_factor_the_surest_of_its_cause_is_taken() -> None:
    speed = attribution("product.speed", business_object="手机银行转账", confidence=0.99)
    usability = attribution("product.usability", business_object="信用卡", confidence=0.5)
    person = attribution("person.attitude", business_object="信用卡", confidence=1.0)
    found = values(case([claim("product.stability", "手机银行登录")], person, speed, usability))
    assert found[Measure.BUSINESS_OBJECT_EXACT] == (1, 0.0)
    assert found[Measure.BUSINESS_OBJECT_NEAR] == (1, 1.0)


def test_claims_of_causes_that_are_not_found_are_no_cases() -> None:
    found = values(case([claim("rule.fee", "信用卡")], attribution("product.speed")))
    assert found[Measure.BUSINESS_OBJECT_EXACT][0] == found[Measure.KIND_ACCURACY][0] == found[Measure.ITCH_F1][0] == 0


def test_wishes_are_told_from_pains() -> None:
    itch, pain = {"kind": "itch"}, {"kind": "pain"}
    claims = [claim("product.speed", None, **itch), claim("person.attitude", None, **pain)]
    wished = attribution("product.speed", kind=Kind.ITCH)
    wrong = attribution("person.attitude", kind=Kind.ITCH)
    found = values(case(claims, wished, wrong))
    assert found[Measure.KIND_ACCURACY] == (2, 0.5)
    assert found[Measure.ITCH_F1] == (2, pytest.approx(2 / 3))


def test_the_basis_of_a_cause_is_that_of_its_surest_claim() -> None:
    sure = attribution("product.speed", basis=Basis.INFERRED, confidence=0.9)
    unsure = attribution("product.usability", basis=Basis.STATED, confidence=0.2)
    basis = {"product": "inferred", "person": "stated", "rule": "inferred"}
    found = values(case([], sure, unsure, attribution("person.attitude"), basis=basis))
    assert found[Measure.BASIS_ACCURACY] == (2, 1.0)
    assert found[Measure.INFERRED_F1] == (1, 1.0)
