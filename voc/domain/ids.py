"""Identifiers that are given, not counted."""

from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_BYTES = 10


def new_id(at: datetime, randomness: bytes) -> str:
    """26 characters safe in an address that sort by time: 48 bits of milliseconds, 80 of chance (the form of a ULID).

    ValueError unless `randomness` has 10 bytes.

    >>> from datetime import UTC
    >>> new_id(datetime(2026, 11, 4, tzinfo=UTC), bytes(10))
    '01M6HXNZ000000000000000000'
    """
    if len(randomness) != RANDOM_BYTES:
        raise ValueError("an id needs 10 bytes of chance")
    number = (round(at.timestamp() * 1000) << 8 * RANDOM_BYTES) | int.from_bytes(randomness)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
