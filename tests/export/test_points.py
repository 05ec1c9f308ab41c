import json

from voc.domain.attribution import Kind
from voc.domain.painpoint import find_points
from voc.domain.review import Finding, Source
from voc.domain.taxonomy import Cause
from voc.export.points import points_record

from .builders import TAXONOMY, WEEK, ZONE, contact, finding

KEYS = [
    "kind",
    "cause",
    "cause_label",
    "factor",
    "factor_label",
    "business_object",
    "contact_count",
    "weighted_count",
    "reviewed_count",
    "share",
    "interval",
    "weeks",
    "weekly_counts",
    "change",
    "change_interval",
    "p_value",
    "direction",
    "quotes",
    "contact_ids",
]


def test_a_point_has_the_published_form() -> None:
    points = find_points(
        (
            contact("C-1", finding("rule.channel", "非得去网点", about="手机号变更"), week=WEEK.shifted(-1)),
            contact("C-2", finding("rule.channel", "跑一趟", about="手机号变更"), source=Source.PERSON),
            contact("C-3"),
        ),
        zone=ZONE,
    )
    (record,) = points_record(points, TAXONOMY)
    assert list(record) == KEYS
    assert record == {
        "kind": "pain",
        "cause": "rule",
        "cause_label": "规则产生",
        "factor": "rule.channel",
        "factor_label": "渠道限制",
        "business_object": "手机号变更",
        "contact_count": 2,
        "weighted_count": 2.0,
        "reviewed_count": 1,
        "share": 0.6667,
        "interval": list(points[0].interval),
        "weeks": ["2026-W44", "2026-W45"],
        "weekly_counts": [1, 1],
        "change": -0.5,
        "change_interval": list(points[0].trend.change_interval),
        "p_value": points[0].trend.p_value,
        "direction": "unclear",
        "quotes": ["跑一趟", "非得去网点"],
        "contact_ids": ["C-1", "C-2"],
    }
    assert json.loads(json.dumps(record)) == record


def test_what_cannot_be_told_is_null() -> None:
    vague = Finding(Cause.PERSON, None, Kind.ITCH, None)
    (record,) = points_record(find_points((contact("C-1", vague),), zone=ZONE), TAXONOMY)
    assert (record["factor"], record["factor_label"], record["business_object"]) == (None, "未细分", None)
    assert record["kind"] == "itch"


def test_no_points_are_an_empty_list() -> None:
    assert points_record((), TAXONOMY) == []
