"""What personal data is, where it stands, and how it is covered."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """What a span gives away."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    RESIDENT_ID = "resident_id"
    BANK_CARD = "bank_card"
    EMAIL = "email"
    PLATE = "plate"
    PASSPORT = "passport"
    NAME = "name"
    ADDRESS = "address"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PersonalKind.MOBILE: "手机号",
    PersonalKind.LANDLINE: "固定电话",
    PersonalKind.RESIDENT_ID: "身份证号",
    PersonalKind.BANK_CARD: "银行卡号",
    PersonalKind.EMAIL: "电子邮箱",
    PersonalKind.PLATE: "车牌号",
    PersonalKind.PASSPORT: "护照或通行证",
    PersonalKind.NAME: "姓名",
    PersonalKind.ADDRESS: "地址",
}

MASK = "*"


@dataclass(frozen=True, slots=True)
class PersonalSpan:
    """Code points `start` to `end` of a text give away something personal."""

    kind: PersonalKind
    start: int
    end: int


def without_overlaps(spans: Iterable[PersonalSpan]) -> tuple[PersonalSpan, ...]:
    """Sorted by place; of two that overlap, the one that was given first stays.

    >>> a, b = PersonalSpan(PersonalKind.NAME, 4, 6), PersonalSpan(PersonalKind.ADDRESS, 5, 9)
    >>> without_overlaps([a, b, PersonalSpan(PersonalKind.NAME, 0, 1)])[1] == a
    True
    """
    kept: list[PersonalSpan] = []
    for span in spans:
        at = bisect_left(kept, span.start, key=_start)
        if (at == 0 or kept[at - 1].end <= span.start) and (at == len(kept) or span.end <= kept[at].start):
            kept.insert(at, span)
    return tuple(kept)


def _start(span: PersonalSpan) -> int:
    return span.start


def covered(text: str, spans: Iterable[PersonalSpan]) -> str:
    """The text with every code point of the spans as `*`; the length stays.

    >>> covered("我叫佟福来", [PersonalSpan(PersonalKind.NAME, 2, 5)])
    '我叫***'
    """
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.start], MASK * (span.end - span.start)]
        at = span.end
    return "".join(pieces) + text[at:]
