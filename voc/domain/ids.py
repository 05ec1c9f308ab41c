"""Identifiers that are given, not counted."""

from datetime import datetime

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26
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
    return encoded(round(at.timestamp() * 1000), int.from_bytes(randomness)).upper()


def encoded(at_ms: int, random_bits: int) -> str:
    """
    >>> encoded(0, 33)
    '00000000000000000000000011'
    """
    number = (at_ms << 8 * RANDOM_BYTES) | random_bits
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(LENGTH)))
