"""Whether the tasks of a plan can all be done within its quotas, and what nobody may take so that it stays so."""

from collections.abc import Sequence
from dataclasses import dataclass

from voc.domain.reviewing.sampling import Drawn, Quota
from voc.errors import InputError


@dataclass(frozen=True, slots=True)
class Share:
    """What an inspector may still take: so many `tasks`, each of another one of the `contacts`.

    These are all contacts with an open seat, but for those of which the inspector has the other seat.
    """

    inspector: str
    tasks: int
    contacts: int

    @property
    def most(self) -> int:
        """How many tasks this person alone can still take.

        >>> Share("u-1", 3, 2).most
        2
        """
        return min(self.tasks, self.contacts)


@dataclass(frozen=True, slots=True)
class Kept:
    """What somebody leaves to others of a plan.

    `pressed` is one who needs every contact left to them: of an open seat, that of a contact of which the other seat is
    neither open nor theirs. `late` have tasks whose time is over, but no use for another one: each of these, where the
    contact has no open seat.
    """

    pressed: str | None = None
    late: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Room:
    """What of a plan is open, and to whom. A contact has one seat or two, and two people take the two.

    `seats` are the open ones. Who has a task, in time or late, is taken to do it.
    """

    seats: int
    shares: tuple[Share, ...]

    @property
    def fillable(self) -> int:
        """How many of the open seats can still be done: the smaller of `seats` and what all can take, one by one.

        The most that can be shared out is the smallest cut between inspectors and seats (Ford and Fulkerson 1956, Gale
        1957). An open seat is closed to one person at most, so any two people reach all of them: a cut that divides the
        contacts of two or more is none smaller than `seats`, and what is left are the cuts of one person's contacts.

        >>> Room(3, (Share("u-1", 2, 2), Share("u-2", 1, 2))).fillable
        3
        >>> Room(2, (Share("u-1", 5, 1),)).fillable
        1
        """
        return min(self.seats, sum(share.most for share in self.shares))

    def kept_from(self, who: str) -> Kept:
        """What somebody must leave for as many seats to be done as could be before; there is always something else.

        Who has to leave anything, does only while all together can take no more than what is open. The first seat of a
        contact with two is for everybody: it takes one from what is open and from the own share, and nothing else.

        >>> Room(3, (Share("u-1", 2, 2), Share("u-2", 1, 2))).kept_from("u-2").pressed
        'u-1'
        >>> Room(3, (Share("u-1", 2, 2), Share("u-2", 2, 2))).kept_from("u-2")
        Kept(pressed=None, late=frozenset())
        """
        own = next((share for share in self.shares if share.inspector == who), None)
        if own is None or sum(share.most for share in self.shares) > self.seats:
            return Kept()
        others = [share for share in self.shares if share is not own]
        # Two of them would together with a third have more than is open.
        pressed = next((share.inspector for share in others if 0 < share.contacts <= share.tasks), None)
        idle = frozenset(share.inspector for share in others if share.contacts <= share.tasks)
        return Kept(pressed, idle if own.tasks <= own.contacts else frozenset())


def require_room(quotas: Sequence[Quota], drawn: Sequence[Drawn]) -> None:
    """InputError where quotas leave tasks of a sample to nobody; without any, everybody may take all.

    Nobody reviews a contact twice: however many tasks one may do, it is one of each contact.

    >>> from voc.domain.reviewing.sampling import Stratum
    >>> pair = [Drawn(1, Stratum.RANDOM, 1.0, 0.0, doubled=True)]
    >>> require_room([Quota("u-1", 1), Quota("u-2", 1)], pair)
    >>> require_room([Quota("u-1", 1)], pair)
    Traceback (most recent call last):
    ...
    voc.errors.InputError: 配额合计 1 个，少于计划的 2 个任务（1 次接触，其中 1 次由两人复核）
    """
    if not quotas:
        return
    doubled = sum(one.doubled for one in drawn)
    total, tasks = sum(quota.tasks for quota in quotas), len(drawn) + doubled
    size = f"计划的 {tasks} 个任务（{len(drawn)} 次接触，其中 {doubled} 次由两人复核）"
    if total < tasks:
        raise InputError(f"配额合计 {total} 个，少于{size}")
    room = Room(tasks, tuple(Share(quota.inspector, quota.tasks, len(drawn)) for quota in quotas))
    if room.fillable < tasks:
        raise InputError(f"这样的配额做不完{size}：同一次接触不由一个人复核两次")
