from datetime import timedelta

import pytest

from tests.builders import NOW, analysis, attribution, finding
from voc.domain.attribution import AbstainReason
from voc.domain.review import Finding, Review, ReviewStatus, Source, Verdict, verdict_of
from voc.domain.taxonomy import Cause
from voc.errors import ConflictError

LATER = NOW + timedelta(hours=1)
DRAFT, FINAL, STALE = ReviewStatus.DRAFT, ReviewStatus.FINAL, ReviewStatus.STALE


def review(*findings: Finding, status: ReviewStatus = FINAL) -> Review:
    primary = findings[0].cause if findings else None
    return Review("C-1", 1, "王检", NOW, bool(findings), findings, primary, status=status)


def test_a_finding_cannot_have_a_factor_of_another_cause() -> None:
    with pytest.raises(ValueError, match="another cause"):
        Finding(Cause.RULE, "product.speed", finding().kind, None)
    assert finding(None, cause=Cause.RULE).factor is None


def test_a_content_customer_has_no_causes() -> None:
    with pytest.raises(ValueError, match="content customer"):
        Review("C-1", 1, "王检", NOW, False, (finding(),), Cause.PRODUCT)


@pytest.mark.parametrize(
    ("findings", "primary"),
    [((), Cause.RULE), ((finding(),), None), ((finding("rule.fee"),), Cause.PERSON)],
    ids=["nothing found", "found but none is primary", "another one"],
)
def test_the_primary_cause_is_one_of_those_found(findings: tuple[Finding, ...], primary: Cause | None) -> None:
    with pytest.raises(ValueError, match="primary cause"):
        Review("C-1", 1, "王检", NOW, True, findings, primary)


def test_a_dissatisfied_customer_may_give_no_cause() -> None:
    assert verdict_of(analysis(), Review("C-1", 1, "王检", NOW, True)).unspecified


@pytest.mark.parametrize(("start", "to"), [(DRAFT, FINAL), (FINAL, DRAFT), (FINAL, STALE), (STALE, DRAFT)])
def test_a_review_moves_on_and_says_when(start: ReviewStatus, to: ReviewStatus) -> None:
    moved = review(finding(), status=start).moved(to, at=LATER)
    assert (moved.status, moved.decided_at, moved.findings) == (to, LATER, (finding(),))


@pytest.mark.parametrize(
    ("start", "to"), [(DRAFT, DRAFT), (DRAFT, STALE), (FINAL, FINAL), (STALE, FINAL), (STALE, STALE)]
)
def test_a_review_cannot_skip_a_state(start: ReviewStatus, to: ReviewStatus) -> None:
    with pytest.raises(ConflictError, match=f"不能从 {start} 变为 {to}"):
        review(finding(), status=start).moved(to, at=LATER)


def test_the_word_of_a_person_goes_before_the_claim_of_the_machine() -> None:
    claimed = analysis("C-1", attribution("product.speed"))
    decided = review(finding("rule.fee"))
    assert verdict_of(claimed, decided) == Verdict(Source.PERSON, True, (finding("rule.fee"),), Cause.RULE, False)


@pytest.mark.parametrize("status", [DRAFT, STALE])
def test_a_review_that_is_not_final_does_not_count(status: ReviewStatus) -> None:
    claimed = analysis("C-1", attribution("product.speed"))
    verdict = verdict_of(claimed, review(finding("rule.fee"), status=status))
    assert verdict == verdict_of(claimed, None)
    assert verdict.source is Source.MACHINE


def test_the_claims_of_the_machine_become_its_findings() -> None:
    claim = attribution("rule.channel", business_object="手机号变更")
    verdict = verdict_of(analysis("C-1", claim), None)
    assert verdict.findings == (Finding(Cause.RULE, "rule.channel", claim.kind, "手机号变更", claim.evidence),)
    assert (verdict.dissatisfied, verdict.primary, verdict.pending) == (True, Cause.RULE, False)


def test_an_abstaining_analysis_waits_for_a_person_until_one_decides() -> None:
    claimed = analysis("C-1", attribution(), abstain_reason=AbstainReason.CONFLICT)
    assert verdict_of(claimed, None).pending
    assert not verdict_of(claimed, review()).pending


def test_causes_of_a_verdict_stand_in_the_order_of_the_taxonomy() -> None:
    findings = (finding("rule.fee"), finding("person.attitude"), finding("rule.limit"))
    verdict = Verdict(Source.PERSON, True, findings, Cause.RULE, False)
    assert verdict.causes == (Cause.PERSON, Cause.RULE)
    assert not verdict.unspecified


def test_a_satisfied_verdict_is_not_unspecified() -> None:
    assert not verdict_of(analysis(), None).unspecified


def test_sources_are_shown_in_chinese() -> None:
    assert [source.label for source in Source] == ["机器判断", "人工复核"]
