"""Identifiers that are given, not counted."""

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26
RANDOM_BYTES = 10


def encoded(at_ms: int, random_bits: int) -> str:
    """26 characters safe in an address that sort by time: 48 bits of milliseconds, 80 of chance.

    >>> encoded(0, 33)
    '00000000000000000000000011'
    """
    number = (at_ms << 8 * RANDOM_BYTES) | random_bits
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(LENGTH)))
