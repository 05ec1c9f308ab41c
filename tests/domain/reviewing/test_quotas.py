"""Sharing out the seats of a plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.domain.reviewing.quotas import Kept, Room, Share, require_room
from voc.domain.reviewing.sampling import Drawn, Quota, Stratum
from voc.errors import InputError


def sample(size: int, doubled: int) -> list[Drawn]:
    return [Drawn(key, Stratum.RANDOM, 1.0, 0.0, key < doubled) for key in range(size)]


@pytest.mark.parametrize(("size", "doubled", "quotas"), [(3, 0, ()), (3, 0, (3,)), (3, 1, (99, 1)), (5, 2, (99, 1, 1))])
def test_quotas_may_just_hold_a_sample(size: int, doubled: int, quotas: tuple[int, ...]) -> None:
    require_room([Quota(f"u-{n}", count) for n, count in enumerate(quotas)], sample(size, doubled))


@pytest.mark.parametrize(
    ("size", "doubled", "quotas", "reason"),
    [
        (3, 0, (2,), "配额合计 2 个，少于计划的 3 个任务（3 次接触，其中 0 次由两人复核）"),
        (3, 1, (2, 1), "配额合计 3 个，少于计划的 4 个任务"),
        (3, 1, (99,), "做不完计划的 4 个任务"),
        (3, 2, (99, 1), "不由一个人复核两次"),
        (3, 3, (4, 2), "不由一个人复核两次"),
    ],
)
def test_quotas_that_leave_tasks_to_nobody_are_refused(
    size: int, doubled: int, quotas: tuple[int, ...], reason: str
) -> None:
    with pytest.raises(InputError) as refused:
        require_room([Quota(f"u-{n}", count) for n, count in enumerate(quotas)], sample(size, doubled))
    assert reason in str(refused.value)


@given(st.integers(1, 4), st.integers(0, 4), st.lists(st.integers(1, 5), min_size=1, max_size=3))
def test_quotas_hold_a_sample_exactly_when_some_way_of_sharing_it_out_does(
    size: int, doubled: int, quotas: list[int]
) -> None:
    drawn = sample(size, doubled)
    try:
        require_room([Quota(f"u-{n}", count) for n, count in enumerate(quotas)], drawn)
    except InputError:
        assert not _shared_out(drawn, tuple(quotas))
    else:
        assert _shared_out(drawn, tuple(quotas))


def _shared_out(drawn: list[Drawn], left: tuple[int, ...]) -> bool:
    """Whether everything can be given to somebody, tried one contact after the other."""
    if not drawn:
        return True
    people = [n for n, count in enumerate(left) if count]
    groups = combinations(people, 2 if drawn[0].doubled else 1)
    return any(_shared_out(drawn[1:], tuple(count - (n in group) for n, count in enumerate(left))) for group in groups)


@dataclass(frozen=True, slots=True)
class Seat:
    """One task: open without a holder; another may take it where it is open or late."""

    holder: str | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The contacts of a plan with their seats, and how many tasks each inspector may still take."""

    contacts: tuple[tuple[Seat, ...], ...]
    left: dict[str, int]

    def room(self) -> Room:
        opened = [contact for contact in self.contacts if Seat() in contact]
        shares = [Share(who, n, sum(_closed_to(who, c) == 0 for c in opened)) for who, n in self.left.items()]
        return Room(sum(contact.count(Seat()) for contact in opened), tuple(shares))

    def fillable(self) -> int:
        """How many open seats can be given to somebody at most, by trying everything."""
        if not self.contacts:
            return 0
        first, rest = self.contacts[0], self.contacts[1:]
        people = [who for who, count in self.left.items() if count and not _closed_to(who, first)]
        groups = [group for size in range(first.count(Seat()) + 1) for group in combinations(people, size)]
        after = [Table(rest, {who: n - (who in group) for who, n in self.left.items()}) for group in groups]
        return max(len(group) + table.fillable() for group, table in zip(groups, after, strict=True))

    def to_be_had(self, who: str) -> Iterator[tuple[int, int]]:
        """Contact and seat of what somebody may ask for."""
        for place, contact in enumerate(self.contacts):
            if self.left[who] and not _closed_to(who, contact):
                yield from ((place, n) for n, seat in enumerate(contact) if seat.holder is None or seat.late)

    def taken(self, place: int, number: int, who: str) -> "Table":
        """With a seat in the hands of somebody; who was late may take another one."""
        contact = self.contacts[place]
        before = contact[number].holder
        mended = (*contact[:number], Seat(who), *contact[number + 1 :])
        left = {one: n - (one == who) + (one == before) for one, n in self.left.items()}
        return Table((*self.contacts[:place], mended, *self.contacts[place + 1 :]), left)

    def kept(self, place: int, number: int, kept: Kept) -> bool:
        contact = self.contacts[place]
        seat, others = contact[number], contact[:number] + contact[number + 1 :]
        if Seat() in others:
            return False
        if seat.holder is not None:
            return seat.holder in kept.late
        return kept.pressed is not None and kept.pressed not in [other.holder for other in others]


def _closed_to(who: str, contact: tuple[Seat, ...]) -> bool:
    return any(seat.holder == who for seat in contact)


PEOPLE = ("u-1", "u-2", "u-3")
HELD = st.lists(st.sampled_from([None, None, *PEOPLE]), min_size=1, max_size=2).filter(
    lambda holders: len({*holders} - {None}) == sum(holder is not None for holder in holders)
)
CONTACTS = st.lists(
    HELD.flatmap(
        lambda holders: st.tuples(
            *(st.builds(Seat, st.just(h), st.booleans() if h else st.just(False)) for h in holders)
        )
    ),
    min_size=1,
    max_size=4,
).map(tuple)
TABLES = st.builds(Table, CONTACTS, st.fixed_dictionaries({who: st.integers(0, 4) for who in PEOPLE}))


@settings(max_examples=200)
@given(TABLES)
def test_as_many_seats_can_be_filled_as_trying_everything_fills(table: Table) -> None:
    assert table.room().fillable == table.fillable()


@settings(max_examples=200)
@given(TABLES, st.sampled_from(PEOPLE))
def test_exactly_what_costs_others_a_seat_is_kept_and_something_is_always_left(table: Table, who: str) -> None:
    kept, best = table.room().kept_from(who), table.fillable()
    places = list(table.to_be_had(who))
    for place, number in places:
        opened = table.contacts[place][number].holder is None
        costs = table.taken(place, number, who).fillable() < best - opened
        assert table.kept(place, number, kept) == costs
    assert not places or not all(table.kept(*place, kept) for place in places)


def test_who_has_no_quota_has_nothing_kept_from_them() -> None:
    assert Room(1, (Share("u-1", 1, 1),)).kept_from("u-2") == Kept()
