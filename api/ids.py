"""Ids of what the service and the commands make."""

import secrets
import time

from voc.domain.ids import RANDOM_BYTES, encoded


def new_id() -> str:
    """26 characters that are safe in a URL; later ones sort after earlier ones (48 bits of milliseconds, 80 random)."""
    return encoded(time.time_ns() // 1_000_000, secrets.randbits(8 * RANDOM_BYTES))
