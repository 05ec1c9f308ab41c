"""Passwords as argon2id hashes, and secrets that a program makes up."""

import hashlib
import secrets
from dataclasses import dataclass, field
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
MEMORY_KIB = 19_456
PASSES = 2
ONE_TIME_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"
ONE_TIME_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Passwords:
    """Makes and checks hashes, few at a time: each takes `memory_kib` of memory and one core for a while."""

    memory_kib: int = MEMORY_KIB
    passes: int = PASSES
    _few: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(2), compare=False)

    def hash(self, password: str) -> str:
        with self._few:
            return self._hasher().hash(password)

    def matches(self, password: str, password_hash: str | None) -> bool:
        """Whether a password is the hashed one; takes as long where there is no hash, so that names cannot be told."""
        if password_hash is None:
            self.hash(password)
            return False
        try:
            with self._few:
                return self._hasher().verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False

    def outdated(self, password_hash: str) -> bool:
        """Whether a hash was made with other costs than now."""
        return self._hasher().check_needs_rehash(password_hash)

    def _hasher(self) -> PasswordHasher:
        return PasswordHasher(time_cost=self.passes, memory_cost=self.memory_kib, parallelism=1)


def new_secret() -> str:
    """256 random bits, safe in a cookie or a header."""
    return secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """What is kept of a secret. It is random and long, so one pass of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def one_time_password() -> str:
    """A password to be typed once: letters and digits that cannot be mistaken for one another (99 bits)."""
    return "".join(secrets.choice(ONE_TIME_CHARACTERS) for _ in range(ONE_TIME_LENGTH))
