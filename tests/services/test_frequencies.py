from dataclasses import replace
from pathlib import Path

import pytest

from tests.inputs import FAULT, MANNER, PRAISE, RULE, answer, write
from tests.services.stores import SHANGHAI, Store
from voc.domain.business_object import BusinessObjectTable
from voc.domain.week import Week
from voc.services.frequencies import Frequencies, PointFilter, frequencies
from voc.storage.counting import ContactFilter


@pytest.fixture
def fed(store: Store, tmp_path: Path) -> Store:
    store.feed(
        write(
            tmp_path / "a.jsonl",
            answer("S-1", FAULT),
            answer("S-2", FAULT + "！", queue="信用卡"),
            answer("S-3", RULE, channel="app"),
            answer("S-4", MANNER),
            answer("S-5", PRAISE),
        )
    )
    return store


def asked(store: Store, objects: BusinessObjectTable, **wanted: object) -> Frequencies:
    contacts = ContactFilter(**{k: v for k, v in wanted.items() if k in ("queues", "channels")})  # type: ignore[arg-type]
    points = PointFilter(**{k: v for k, v in wanted.items() if k in ("code", "business_object")})  # type: ignore[arg-type]
    with store.work() as session:
        return frequencies(session, contacts, points, objects=objects, zone=SHANGHAI)


def factors(found: Frequencies) -> list[tuple[str, int]]:
    return [(point.key.factor, point.contact_count) for point in found.points]


def test_the_most_frequent_point_comes_first(fed: Store, business_objects: BusinessObjectTable) -> None:
    found = asked(fed, business_objects)
    assert factors(found)[0] == ("product.stability", 2)
    assert {factor for factor, _ in factors(found)} == {"product.stability", "rule.channel", "person.attitude"}
    assert (found.totals.contacts, found.totals.dissatisfied, found.statistics.contact_count) == (5, 4, 5)
    assert found.points[0].share == 0.4


@pytest.mark.parametrize(("code", "factor"), [("rule", "rule.channel"), ("person.attitude", "person.attitude")])
def test_points_of_a_cause_or_factor_keep_the_shares_of_all(
    fed: Store, business_objects: BusinessObjectTable, code: str, factor: str
) -> None:
    found = asked(fed, business_objects, code=code)
    assert factors(found) == [(factor, 1)]
    assert found.points[0].share == 0.2
    assert found.totals.contacts == 5


def test_points_of_an_object_are_those_below_it_too(fed: Store, business_objects: BusinessObjectTable) -> None:
    every = asked(fed, business_objects).points
    named = next(point.key.business_object for point in every if point.key.factor == "rule.channel")
    parent = business_objects.by_name[named].parent
    assert parent is not None
    assert factors(asked(fed, business_objects, business_object=named)) == [("rule.channel", 1)]
    assert ("rule.channel", 1) in factors(asked(fed, business_objects, business_object=parent))
    assert factors(asked(fed, business_objects, business_object="信用卡年费")) == []


def test_contacts_of_a_queue_and_channel_are_counted_by_themselves(
    fed: Store, business_objects: BusinessObjectTable
) -> None:
    card = asked(fed, business_objects, queues=("信用卡",))
    assert (card.totals.contacts, factors(card)) == (1, [("product.stability", 1)])
    assert asked(fed, business_objects, channels=("app",)).totals.contacts == 1


def test_an_empty_store_has_no_points(store: Store, business_objects: BusinessObjectTable) -> None:
    found = asked(store, business_objects)
    assert (found.points, found.totals.contacts, found.totals.blameless_share) == ((), 0, 0.0)


def test_a_week_is_held_against_the_weeks_before_it(
    store: Store, business_objects: BusinessObjectTable, tmp_path: Path
) -> None:
    weeks = ("2026-08-17", "2026-10-26", "2026-11-04", "2026-11-11", "2026-11-18")
    store.feed(
        write(tmp_path / "a.jsonl", *(answer(f"S-{d}", FAULT, answered_at=f"{d}T10:00:00+08:00") for d in weeks))
    )
    since, until = Week(2026, 46).bounds(SHANGHAI)
    with store.work() as session:
        wanted = ContactFilter(since=since, until=until)
        found = frequencies(session, wanted, PointFilter(), objects=business_objects, zone=SHANGHAI)
        open_end = replace(wanted, until=None)
        later = frequencies(session, open_end, PointFilter(), objects=business_objects, zone=SHANGHAI)
    (point,), (onward,) = found.points, later.points
    assert (found.totals.contacts, point.contact_count) == (1, 1)
    assert (point.trend.weeks[0], point.trend.weeks[-1]) == (Week(2026, 44), Week(2026, 46))
    assert point.trend.weekly_counts == (1, 1, 1)
    assert (onward.contact_count, onward.trend.weekly_counts[-4:]) == (2, (1, 1, 1, 1))
