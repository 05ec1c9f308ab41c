from tests.builders import analysis, attribution, finding
from tests.domain.reviewing.answers import review
from voc.domain.agreement.rules import RulePrecision, rule_precision
from voc.domain.attribution import Analysis
from voc.domain.numbers import wilson_interval
from voc.domain.review import Citation
from voc.domain.taxonomy import Cause


def claimed(contact_id: str, factor: str | None = "rule.fee", *, source: str = "rule:fee.a") -> Analysis:
    return analysis(contact_id, attribution(factor, cause=Cause.RULE, sources=(source, "model:text")))


FEE, LIMIT = finding("rule.fee"), finding("rule.limit")


def test_a_rule_is_right_where_the_person_finds_its_factor() -> None:
    reviewed = [(1, claimed("C-1"), review(FEE)), (2, claimed("C-2"), review(LIMIT)), (3, claimed("C-3"), review())]
    (row,) = rule_precision(reviewed)
    assert (row.rule_id, row.judged, row.right, row.precision) == ("fee.a", 3, 1, 0.3333)
    assert row.interval == wilson_interval(1, 3)
    assert [(one.contact_key, one.contact_id, one.utterance, one.text) for one in row.wrong] == [
        (2, "C-2", 1, "转不出去"),
        (3, "C-3", 1, "转不出去"),
    ]


def test_what_the_reviewer_cited_goes_before_what_was_found() -> None:
    cited = review(FEE, citations=(Citation(Cause.RULE, "rule.limit", True), Citation(Cause.RULE, "rule.fee", False)))
    (row,) = rule_precision([(1, claimed("C-1"), cited)])
    assert row.right == 0


def test_a_claim_without_a_factor_is_judged_by_its_cause() -> None:
    (row,) = rule_precision([(1, claimed("C-1", None), review(LIMIT))])
    assert row.right == 1


def test_the_least_precise_rule_comes_first_and_models_are_no_rules() -> None:
    reviewed = [
        (1, claimed("C-1", source="rule:fee.b"), review(FEE)),
        (2, claimed("C-2"), review()),
        (3, claimed("C-3"), review(FEE)),
    ]
    assert [(row.rule_id, row.precision) for row in rule_precision(reviewed)] == [("fee.a", 0.5), ("fee.b", 1.0)]


def test_nothing_reviewed_judges_no_rule() -> None:
    assert rule_precision([]) == ()
    assert isinstance(rule_precision([(1, claimed("C-1"), review(FEE))])[0], RulePrecision)
