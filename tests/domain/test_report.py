from dataclasses import replace
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOW, VERSION, counted, finding
from tests.domain.strategies import QUEUES, contacts
from voc.domain.business_object import BusinessObjectTable
from voc.domain.numbers import rounded, wilson_interval
from voc.domain.painpoint import Counted
from voc.domain.report import DepartmentMap, Totals, WeeklyReport, count_totals, weekly_reports
from voc.domain.review import Finding
from voc.domain.taxonomy import Cause
from voc.domain.week import Week
from voc.errors import InputError

WEEK = Week(2026, 45)
OBJECTS = BusinessObjectTable.parse(
    """
    [[object]]
    name = "手机银行"
    group = "电子渠道"
    [[object]]
    name = "转账"
    group = "电子渠道"
    parent = "手机银行"
    [[object]]
    name = "信用卡年费"
    group = "信用卡"
    """
)
DEPARTMENTS = DepartmentMap.parse(
    """
    fallback = "客户服务部"
    [[route]]
    departments = "运营管理部"
    factors = ["person.*"]
    [[route]]
    departments = { "电子银行部" = 0.6, "运营管理部" = 0.4 }
    business_objects = ["手机银行"]
    factors = ["rule.*"]
    [[route]]
    departments = "电子银行部"
    business_objects = ["手机银行"]
    [[route]]
    departments = { "信用卡中心" = 1 }
    business_objects = ["信用卡*"]
    queues = ["信用卡"]
    [[route]]
    departments = { "个人金融部" = 0.5, "客户服务部" = 0.5 }
    queues = ["理财"]
    """
)


def reports(
    *drawn: Counted, week: Week = WEEK, departments: DepartmentMap = DEPARTMENTS, zone: ZoneInfo | None = None
) -> dict[str, WeeklyReport]:
    made = weekly_reports(drawn, week=week, departments=departments, objects=OBJECTS, zone=zone or UTC, version=VERSION)
    return {report.department: report for report in made}


def departments_of(found: Finding | None, queue: str | None = None) -> dict[str, float]:
    return dict(DEPARTMENTS.shares(found, queue, OBJECTS))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[[route]", "部门对应表不是有效的 TOML：第 1 行第 8 列：表头的方括号没有配对"),
        ("", "没有任何"),
        ("route = []", "没有任何"),
        ("route = 3", "没有任何"),
        ('defaults = "甲"\n[[route]]\ndepartments = "甲"', "不认识的键：defaults"),
        ('route = ["甲"]', "第 1 条缺少 departments"),
        ('[[route]]\ndepartments = "甲"\n[[route]]\nqueues = ["信用卡"]', "第 2 条缺少 departments"),
        ("[[route]]\ndepartments = 3", "第 1 条缺少 departments"),
        ('[[route]]\ndepartments = "甲"\nzone = 1\nbranch = 1', "第 1 条有不认识的键：branch、zone"),
        ("[[route]]\ndepartments = {}", "第 1 条要有部门名"),
        ('[[route]]\ndepartments = { "甲" = 0.5, "乙" = 0.4 }', "第 1 条要有部门名"),
        ('[[route]]\ndepartments = { "甲" = 1.5, "乙" = -0.5 }', "第 1 条要有部门名"),
        ('[[route]]\ndepartments = { "甲" = 1.0, "乙" = 0 }', "第 1 条要有部门名"),
        ('[[route]]\ndepartments = { "甲" = nan }', "第 1 条要有部门名"),
        ('[[route]]\ndepartments = { "甲" = "1" }', "第 1 条要有部门名"),
        ('[[route]]\ndepartments = { "甲" = true }', "第 1 条要有部门名"),
        ('[[route]]\ndepartments = ""', "第 1 条要有部门名"),
        ('fallback = 3\n[[route]]\ndepartments = "甲"', "fallback 应为部门名"),
        ('[[route]]\ndepartments = "甲"\nqueues = "信用卡"', "第 1 条的条件"),
        ('[[route]]\ndepartments = "甲"\nfactors = [1]', "第 1 条的条件"),
        ('[[route]]\ndepartments = "甲"\nbusiness_objects = { a = 1 }', "第 1 条的条件"),
    ],
)
def test_a_wrong_map_is_refused_with_the_route_that_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        DepartmentMap.parse(text)


def test_departments_stand_in_the_order_of_the_file_with_the_fallback_last() -> None:
    assert DEPARTMENTS.departments == ("运营管理部", "电子银行部", "信用卡中心", "个人金融部", "客户服务部")


def test_the_fallback_has_a_name_where_the_file_gives_none() -> None:
    assert DepartmentMap.parse('[[route]]\ndepartments = "甲"').departments == ("甲", "其他")


@pytest.mark.parametrize(
    ("found", "queue", "shares"),
    [
        (finding("person.attitude", about="转账"), "信用卡", {"运营管理部": 1.0}),
        (finding(None, cause=Cause.PERSON, about=None), None, {"运营管理部": 1.0}),
        (finding("rule.limit", about="转账"), "信用卡", {"电子银行部": 0.6, "运营管理部": 0.4}),
        (finding("product.speed", about="转账"), "理财", {"电子银行部": 1.0}),
        (finding("rule.fee", about="信用卡年费"), "信用卡", {"信用卡中心": 1}),
        (finding("rule.fee", about="信用卡年费"), "电子银行", {"客户服务部": 1.0}),
        (finding("rule.fee", about=None), "理财", {"个人金融部": 0.5, "客户服务部": 0.5}),
        (finding("rule.fee", about="存折"), None, {"客户服务部": 1.0}),
        (None, "理财", {"个人金融部": 0.5, "客户服务部": 0.5}),
        (None, "信用卡", {"客户服务部": 1.0}),
        (None, None, {"客户服务部": 1.0}),
    ],
)
def test_the_first_route_all_of_whose_conditions_hold_decides(
    found: Finding | None, queue: str | None, shares: dict[str, float]
) -> None:
    assert departments_of(found, queue) == shares


@given(contacts().flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))))
def test_the_order_of_the_contacts_changes_no_total(drawn: tuple[list[Counted], list[Counted]]) -> None:
    ordered, shuffled = drawn
    assert count_totals(ordered) == count_totals(shuffled)


@given(contacts(weighted=False))
def test_totals_are_counts_of_contacts(drawn: list[Counted]) -> None:
    totals = count_totals(drawn)
    decided = [c.verdict for c in drawn if not c.verdict.pending and c.verdict.findings]
    assert totals.contacts == len(drawn)
    assert totals.dissatisfied == len([c for c in drawn if c.dissatisfied])
    assert totals.pending == len([c for c in drawn if c.verdict.pending])
    assert totals.attributed == len(decided)
    assert totals.blameless == len([v for v in decided if Cause.PERSON not in v.causes])
    assert totals.by_cause == {cause: len([v for v in decided if cause in v.causes]) for cause in Cause}
    assert totals.primary == {cause: len([v for v in decided if v.primary is cause]) for cause in Cause}


@given(contacts())
def test_shares_and_splits_stay_within_what_they_are_parts_of(drawn: list[Counted]) -> None:
    totals = count_totals(drawn)
    assert totals.dissatisfied <= totals.contacts
    assert sum(totals.primary.values()) <= sum(totals.by_cause.values()) + 1e-4
    assert 0.0 <= totals.dissatisfied_share <= 1.0
    low, high = totals.blameless_interval
    assert 0.0 <= low <= high <= 1.0
    if totals.attributed:
        assert low <= totals.blameless_share <= high


def test_each_contact_counts_by_its_weight() -> None:
    totals = count_totals(
        [
            counted("C-1", finding("rule.fee"), finding("rule.limit"), weight=0.4),
            counted("C-2", finding("person.attitude"), finding("rule.fee"), weight=0.5),
            counted("C-3", dissatisfied=True, weight=0.25),
            counted("C-4", finding(), pending=True, scored_low=True),
            counted("C-5"),
        ]
    )
    assert totals == Totals(
        contacts=3.15,
        dissatisfied=2.15,
        pending=1.0,
        unspecified=0.25,
        by_cause={Cause.PERSON: 0.5, Cause.PRODUCT: 0.0, Cause.RULE: 0.9},
        primary={Cause.PERSON: 0.5, Cause.PRODUCT: 0.0, Cause.RULE: 0.4},
        attributed=2,
        blameless=1,
    )
    assert totals.dissatisfied_share == rounded(2.15 / 3.15)
    assert (totals.blameless_share, totals.blameless_interval) == (0.5, wilson_interval(1, 2))


def test_findings_without_a_primary_cause_count_for_their_causes_only() -> None:
    contact = counted("C-1", finding("rule.fee"))
    totals = count_totals([replace(contact, verdict=replace(contact.verdict, primary=None))])
    assert (totals.by_cause[Cause.RULE], totals.primary[Cause.RULE]) == (1.0, 0.0)


def test_totals_of_nothing_are_zero() -> None:
    totals = count_totals([])
    assert (totals.contacts, totals.dissatisfied_share, totals.blameless_share) == (0.0, 0.0, 0.0)
    assert totals.blameless_interval == (0.0, 1.0)


@given(contacts(weighted=False))
def test_every_contact_of_the_week_appears_in_some_department_with_all_of_its_findings(drawn: list[Counted]) -> None:
    made = reports(*drawn)
    assert tuple(made) == DEPARTMENTS.departments
    for contact in drawn:
        seen = [c for report in made.values() for c in report.contacts if c.contact_id == contact.contact_id]
        if contact.occurred_at is None or Week.of(contact.occurred_at, UTC) != WEEK:
            assert seen == []
            continue
        assert {f for c in seen for f in c.verdict.findings} == set(contact.verdict.findings)
        assert 0 < sum(c.weight for c in seen) <= len(made)
        assert all(0 < c.weight <= 1 for c in seen)
        if not contact.verdict.findings:
            assert sum(c.weight for c in seen) == pytest.approx(1)


@given(contacts(weighted=False))
def test_a_department_sees_only_what_it_answers_for(drawn: list[Counted]) -> None:
    for name, report in reports(*drawn).items():
        for contact in report.contacts:
            verdict = contact.verdict
            assert all(name in departments_of(f, contact.queue) for f in verdict.findings)
            assert verdict.primary in {f.cause for f in verdict.findings} | {None}
            assert (verdict.primary is None) == (not verdict.findings)


@given(contacts(weighted=False).flatmap(lambda drawn: st.tuples(st.just(drawn), st.permutations(drawn))))
def test_reports_do_not_depend_on_the_order_of_the_contacts(drawn: tuple[list[Counted], list[Counted]]) -> None:
    ordered, shuffled = drawn
    assert reports(*ordered) == reports(*shuffled)


def test_a_contact_counts_in_a_department_by_the_greatest_of_its_weights() -> None:
    shared, whole = finding("rule.limit", about="转账"), finding("product.speed", about="转账")
    made = reports(counted("C-1", shared, whole))
    assert [c.weight for c in made["电子银行部"].contacts] == [1.0]
    assert [c.weight for c in made["运营管理部"].contacts] == [0.4]
    assert made["运营管理部"].contacts[0].verdict.findings == (shared,)


def test_the_primary_cause_is_kept_where_a_department_answers_for_it_and_else_its_first() -> None:
    rude, slow = finding("person.attitude"), finding("product.speed")
    made = reports(counted("C-1", rude, slow))
    assert made["运营管理部"].contacts[0].verdict.primary is Cause.PERSON
    assert made["电子银行部"].contacts[0].verdict.primary is Cause.PRODUCT


def test_a_contact_without_findings_goes_by_its_queue() -> None:
    made = reports(*(counted(f"C-{n}", queue=queue) for n, queue in enumerate(QUEUES)))
    weights = {name: {c.contact_id: c.weight for c in report.contacts} for name, report in made.items()}
    assert weights == {
        "运营管理部": {},
        "电子银行部": {},
        "信用卡中心": {},
        "个人金融部": {"C-2": 0.5},
        "客户服务部": {"C-0": 1.0, "C-1": 1.0, "C-2": 0.5},
    }


def test_a_report_has_the_points_of_its_week_beside_those_of_all_weeks() -> None:
    earlier = counted("C-0", finding("product.speed"), occurred_at=NOW - timedelta(weeks=1))
    now = counted("C-1", finding("product.stability"))
    report = reports(now, earlier)["电子银行部"]
    assert [p.key.factor for p in report.points] == ["product.stability"]
    assert {p.key.factor for p in report.history} == {"product.speed", "product.stability"}
    assert report.totals == count_totals([now])
    assert (report.week, report.version, report.contacts) == (WEEK, VERSION, (now,))


def test_contacts_of_a_report_stand_by_time_and_id() -> None:
    at = [NOW + timedelta(hours=1), NOW, NOW]
    report = reports(*(counted(f"C-{n}", finding(), occurred_at=at[n]) for n in range(3)))["电子银行部"]
    assert [c.contact_id for c in report.contacts] == ["C-1", "C-2", "C-0"]


def test_the_week_is_cut_in_the_stated_zone() -> None:
    # Monday 00:30 in Shanghai.
    late = counted("C-1", finding(), occurred_at=NOW.replace(day=8, hour=16, minute=30))
    shanghai = ZoneInfo("Asia/Shanghai")
    assert len(reports(late)["电子银行部"].contacts) == 1
    assert reports(late, zone=shanghai)["电子银行部"].contacts == ()
    assert len(reports(late, zone=shanghai, week=Week(2026, 46))["电子银行部"].contacts) == 1
