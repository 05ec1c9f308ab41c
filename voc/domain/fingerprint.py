"""What tells whether a record's content has changed."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

from voc.domain.conversation import Conversation
from voc.domain.survey import SurveyResponse


def fingerprint(record: Conversation | SurveyResponse, *, key: bytes) -> str:
    """HMAC-SHA-256 of all of a record, as 64 hexadecimal digits.

    Keyed, because the text it is made of may hold personal data, and a plain hash of a short comment could be guessed.
    """
    canonical = json.dumps(_plain(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, canonical.encode("utf8", "surrogatepass"), hashlib.sha256).hexdigest()


def pseudonym(customer_id: str, *, key: bytes) -> str:
    """The only form in which a customer's number is kept: a keyed hash, 32 hexadecimal digits.

    >>> pseudonym("6001", key=b"k") == pseudonym("6001", key=b"k") != pseudonym("6001", key=b"other")
    True
    """
    return hmac.new(key, b"customer:" + customer_id.encode("utf8", "surrogatepass"), hashlib.sha256).hexdigest()[:32]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if is_dataclass(value):
        lasting = (field.name for field in fields(value) if field.metadata.get("lasting", True))
        return {name: _plain(getattr(value, name)) for name in lasting}
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        # A score of 2 and one of 2.0 are the same, whatever kind of file they come from.
        return int(value)
    return value
