"""Doors into the service: sessions of people, tokens of programs, and how often a door may be tried."""

from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who signed in, and was last heard of at `seen_at`."""

    account_id: str
    created_at: datetime
    seen_at: datetime

    def stands(self, at: datetime) -> bool:
        """Whether it still holds: two hours after the last request, and twelve in all."""
        return at - self.seen_at <= IDLE and at - self.created_at <= LONGEST


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is known of a token; its secret is not. `scopes` are names of actions, sorted."""

    id: str
    account_id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def stands(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


@dataclass(frozen=True, slots=True)
class Throttle:
    """Failed attempts under one key (a name, or an address) since the last success, and until when it is shut."""

    failed_count: int = 0
    failed_at: datetime | None = None
    shut_until: datetime | None = None

    def wait_s(self, at: datetime) -> int:
        """Whole seconds until another attempt is heard; 0 where one may be made."""
        if self.shut_until is None or self.shut_until <= at:
            return 0
        return -(-int((self.shut_until - at).total_seconds() * 1000) // 1000)

    def failed(self, at: datetime, *, free: int, forget: timedelta, longest: timedelta) -> "Throttle":
        """After one more failure: beyond `free` of them each doubles the wait, from two seconds to `longest`.

        Failures further apart than `forget` do not add up.

        >>> from datetime import UTC
        >>> noon, hour = datetime(2026, 11, 2, 12, tzinfo=UTC), timedelta(hours=1)
        >>> throttle = Throttle()
        >>> for _ in range(7):
        ...     throttle = throttle.failed(noon, free=5, forget=hour, longest=hour)
        >>> throttle.failed_count, throttle.wait_s(noon)
        (7, 4)
        """
        stale = self.failed_at is None or at - self.failed_at > forget
        count = 1 if stale else self.failed_count + 1
        over = count - free
        wait = min(longest, timedelta(seconds=2 ** min(over, 30))) if over > 0 else None
        return Throttle(count, at, None if wait is None else at + wait)
