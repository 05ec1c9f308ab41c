from dataclasses import replace
from datetime import timedelta, timezone

from tests.builders import NOW, evidence, finding
from tests.domain.reviewing.answers import review
from voc.domain.agreement.report import AgreementReport, Rated, agreement_report
from voc.domain.evaluation import Figure
from voc.domain.review import Review
from voc.domain.week import Week

FEE, SPEED = finding("rule.fee"), finding("product.speed")
ZONE = timezone(timedelta(hours=8))


def rated(number: int, *reviews: Review) -> Rated:
    return Rated(f"C-{number}", reviews)


def by(who: str, *findings: object, days: int = 0) -> Review:
    return review(*findings, reviewer=who, at=NOW + timedelta(days=days))  # type: ignore[arg-type]


def report(*contacts: Rated) -> AgreementReport:
    return agreement_report(contacts, zone=ZONE)


AGREED = [rated(n, by("王检", FEE), by("李检", FEE)) for n in range(4)]
CONTENT = [rated(n, by("王检"), by("李检")) for n in range(4, 8)]
PARTED = rated(8, by("王检", FEE), by("李检", SPEED))


def test_contacts_answered_once_tell_nothing() -> None:
    alone = report(rated(1, by("王检", FEE)))
    assert (alone.contacts, alone.pairs, alone.inspectors, alone.weeks) == (0, (), (), ())
    assert alone.spans == Figure(None, 0)


def test_every_question_has_raw_agreement_and_alpha_with_intervals() -> None:
    codes = {row.code: row for row in report(*AGREED, *CONTENT, PARTED).codes}
    assert list(codes)[:6] == ["verdict", "dissatisfied", "primary", "person", "product", "rule"]
    assert codes["verdict"].raw.value == 0.8889
    assert codes["dissatisfied"].alpha.value == 1.0
    assert codes["person"].alpha == Figure(None, 9)
    low, high = codes["rule"].alpha.interval or (0, 0)
    assert low < (codes["rule"].alpha.value or 0) <= high == 1.0


def test_each_pair_of_inspectors_has_its_kappa() -> None:
    pairs = {(row.first, row.second, row.code): row for row in report(*AGREED, *CONTENT, PARTED).pairs}
    assert {names[:2] for names in pairs} == {("李检", "王检")}
    assert pairs["李检", "王检", "dissatisfied"].kappa.value == 1.0
    rule = pairs["李检", "王检", "rule"]
    assert (rule.raw.value, rule.kappa.value, rule.kappa.n) == (0.8889, 0.7805, 9)
    assert rule.kappa.interval is not None


def test_each_inspector_is_held_against_all_others() -> None:
    third = rated(9, by("王检", FEE), by("张检", FEE), by("李检", SPEED))
    inspectors = {row.inspector: row for row in report(third).inspectors}
    assert {who: (row.raw.value, row.raw.n) for who, row in inspectors.items()} == {
        "王检": (0.5, 2),
        "张检": (0.5, 2),
        "李检": (0.0, 2),
    }


def test_agreement_is_followed_over_the_weeks_of_the_last_answers() -> None:
    late = rated(9, by("王检", FEE), by("李检", SPEED, days=7))
    weeks = report(*AGREED, late).weeks
    assert [(str(row.week), row.raw.value, row.raw.n) for row in weeks] == [("2026-W45", 1.0, 4), ("2026-W46", 0.0, 1)]
    assert weeks[0].week == Week.of(NOW, ZONE)


def test_marked_words_are_compared_where_both_found_the_cause() -> None:
    half = replace(FEE, factor="rule.limit", evidence=(evidence("不出"),))
    spans = report(rated(1, by("王检", FEE), by("李检", half)), PARTED).spans
    assert (spans.value, spans.n) == (0.6667, 1)


def test_findings_without_marked_words_have_no_overlap() -> None:
    bare = finding("rule.fee", texts=())
    assert report(rated(1, by("王检", bare), by("李检", bare))).spans == Figure(None, 0)
