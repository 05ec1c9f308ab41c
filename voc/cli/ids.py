"""Ids of what commands make."""

import secrets
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26


def new_id() -> str:
    """26 characters that are safe in a URL; later ones sort after earlier ones (48 bits of milliseconds, 80 random)."""
    return encoded(time.time_ns() // 1_000_000, secrets.randbits(80))


def encoded(at_ms: int, random_bits: int) -> str:
    """
    >>> encoded(0, 33)
    '00000000000000000000000011'
    """
    number = (at_ms << 80) | random_bits
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(LENGTH)))
