"""Guesses of passwords are counted by name and by address; whoever guesses too often waits."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from voc.errors import TooManyError
from voc.storage.logins import Throttles

FORGET = timedelta(hours=1)
SHUT_LONGEST = timedelta(minutes=15)
FREE_BY_NAME = 5
# Many people may sit behind one address.
FREE_BY_ADDRESS = 50


def require_open(session: Session, name: str, address: str, *, at: datetime) -> None:
    """TooManyError while the name or the address is shut."""
    throttles = Throttles(session)
    waiting = max(throttles.read(key).wait_s(at) for key in _keys(name, address))
    if waiting:
        raise TooManyError("失败次数太多，请稍后再试", retry_after_s=waiting)


def count_failure(session: Session, name: str, address: str, *, at: datetime) -> None:
    """One more wrong guess; the transaction must be committed."""
    throttles = Throttles(session)
    for key, free in _keys(name, address).items():
        throttles.write(key, throttles.read(key).failed(at, free=free, forget=FORGET, longest=SHUT_LONGEST))


def forget_failures(session: Session, name: str) -> None:
    """A right password wipes out the wrong ones under its name, not those from its address."""
    Throttles(session).forget(_name_key(name))


def _keys(name: str, address: str) -> Mapping[str, int]:
    return {_name_key(name): FREE_BY_NAME, _hashed(f"address:{address}"): FREE_BY_ADDRESS}


def _name_key(name: str) -> str:
    return _hashed(f"name:{name.casefold()}")


def _hashed(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()
