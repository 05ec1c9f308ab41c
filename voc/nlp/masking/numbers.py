"""Telephone, identity and card numbers, written or spoken."""

import re
from collections.abc import Iterator

from voc.nlp.masking.checks import has_birth_date, is_card_number, is_landline, is_mobile, is_resident_id, passes_luhn
from voc.nlp.masking.cues import NOTHING_ASKED, Asked, Cues, cues_before
from voc.nlp.masking.numerals import DIGIT, GAP, Group, digit_runs
from voc.nlp.masking.spans import PersonalKind, PersonalSpan

_SHORTEST, _LONGEST = 7, 19
_X = re.compile(rf"{GAP}(?:[Xx×叉]|埃克斯|艾克斯|爱克斯|艾克思)(?![A-Za-z0-9])")
_EXTENSION = re.compile(
    rf"{GAP}(?:转|分机号?|ext\.?|#)(?:{GAP}|[是号：:])(?:{DIGIT}{{1,6}})(?!{DIGIT})|-[0-9]{{1,5}}(?![0-9])"
)
_AMOUNT_AFTER = re.compile(r" ?(?:[元块圆角%％‰十百千万亿]|人民币|RMB|rmb)|\.[0-9]")
_AMOUNT_BEFORE = re.compile(r"(?:[￥¥$€£]|RMB|CNY|人民币) ?\Z|[0-9]\.\Z")
_PLUS = re.compile(r"(?:\+|加) ?\Z")
_LETTER_BEFORE = re.compile(r"(?<![A-Za-z])([A-Za-z]+)\Z")
_TELEPHONE_WORDS = re.compile("tel|t|m|mob|mobile|phone|p|vx|v|wx|wechat|weixin|dh|sj|hp|cell|call|whatsapp")
_OVERSEAS = re.compile(r"(?:00)?(?:852[2-9]\d{7}|853[268]\d{7}|886[2-8]\d{7,8})")
_TAIWAN_LINE = re.compile(r"0[2-8]\d{7,8}")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_PLAIN_GAPS = frozenset((" ", "-", "_"))
_HOTLINE = re.compile(r"400|800|955|123")


def find_numbers(folded: str, asked: Asked = NOTHING_ASKED) -> Iterator[PersonalSpan]:
    """Personal numbers in a folded text, in order, not overlapping."""
    for groups in digit_runs(folded):
        yield from _in_run(folded, groups, asked)


def _in_run(folded: str, groups: tuple[Group, ...], asked: Asked) -> Iterator[PersonalSpan]:
    first = 0
    while first < len(groups):
        found = _longest_from(folded, groups, first, asked)
        if found is None:
            first += 1
            continue
        span, after = found
        if not _goes_on_a_serial(folded, groups, first, after, span.kind):
            yield span
        first = after


def _goes_on_a_serial(folded: str, groups: tuple[Group, ...], first: int, after: int, kind: PersonalKind) -> bool:
    """Whether groups only go on the number before them (凭证号2026 0721 2774 5168), which is not personal."""
    gaps = {group.gap for group in groups[1:after]}
    lengths = [len(group.digits) for group in groups[first:after]]
    if not first or len(gaps) > 1 or kind is PersonalKind.RESIDENT_ID:
        return False
    alike = len(groups[0].digits) == lengths[0] and len(set(lengths)) == 1
    if kind is PersonalKind.LANDLINE and alike:
        return True
    whole = len(lengths) == 1 or lengths == [3, 4, 4]
    return not whole and cues_before(folded, groups[0].start).serial and (alike or gaps <= _PLAIN_GAPS)


def _longest_from(folded: str, groups: tuple[Group, ...], first: int, asked: Asked) -> tuple[PersonalSpan, int] | None:
    """The longest number that begins with a group, and the index of the group after it."""
    start = groups[first].start
    if _is_joined_before(folded, groups, first):
        return None
    cues = cues_before(folded, start, asked)
    for last in _lasts(groups, first):
        digits = "".join(group.digits for group in groups[first : last + 1])
        end = groups[last].end
        if len(digits) < _SHORTEST or _is_amount(folded, groups[first : last + 1], end):
            continue
        kind, end = _kind_of(folded, digits, groups[first : last + 1], end, cues)
        if kind is not None and not _is_joined_after(folded, groups, last, end):
            return PersonalSpan(kind, _with_sign(folded, start, end), end), last + 1
    return None


def _with_sign(folded: str, start: int, end: int) -> int:
    """Where the number begins with its “+” and the bracket that it closes."""
    plus = _PLUS.search(folded, max(0, start - 2), start)
    begin = plus.start() if plus else start
    closes = ")" in folded[start:end] and "(" not in folded[start:end]
    return begin - 1 if closes and folded[begin - 1 : begin] == "(" else begin


def _lasts(groups: tuple[Group, ...], first: int) -> Iterator[int]:
    """Indices of last groups, longest number first."""
    total, lasts = 0, []
    for last in range(first, len(groups)):
        total += len(groups[last].digits)
        if total > _LONGEST:
            break
        lasts.append(last)
    return reversed(lasts)


def _kind_of(
    folded: str, digits: str, groups: tuple[Group, ...], end: int, cues: Cues
) -> tuple[PersonalKind | None, int]:
    """What the digits are, and where the number ends with its check letter or extension."""
    count = len(digits)
    if count in (17, 16, 15) and (x := _X.match(folded, end)) and (cues.id or is_resident_id(digits + "X")):
        return PersonalKind.RESIDENT_ID, x.end()
    if is_resident_id(digits) or (cues.id and 14 <= count <= 19 and not is_card_number(digits)):
        return PersonalKind.RESIDENT_ID, end
    if cues.card and (count >= 16 or (count >= 13 and passes_luhn(digits))):
        return PersonalKind.BANK_CARD, end
    if cues.permit and not cues.id and 8 <= count <= 10:
        return PersonalKind.PASSPORT, end
    if cues.serial:
        return None, end
    if count == 15 and has_birth_date(digits):
        return PersonalKind.RESIDENT_ID, end
    if 13 <= count <= _LONGEST and is_card_number(digits):
        return PersonalKind.BANK_CARD, end
    if is_mobile(digits) or _is_overseas(folded, digits, groups, cues):
        return PersonalKind.MOBILE, end
    if _is_line(digits, groups) or (cues.direct_line and _is_local(digits, groups)):
        extension = _EXTENSION.match(folded, end)
        return PersonalKind.LANDLINE, extension.end() if extension else end
    if cues.direct_mobile and _is_local(digits, groups):
        return PersonalKind.MOBILE, end
    return None, end


def _is_line(digits: str, groups: tuple[Group, ...]) -> bool:
    return is_landline(digits) or (len(groups) > 1 and groups[0].digits[0] == "0" and _is_taiwan_line(digits))


def _is_taiwan_line(digits: str) -> bool:
    return 9 <= len(digits) <= 10 and _TAIWAN_LINE.fullmatch(digits) is not None


def _is_overseas(folded: str, digits: str, groups: tuple[Group, ...], cues: Cues) -> bool:
    """Hong Kong, Macau or Taiwan with its country code, which must be seen to be one."""
    start = groups[0].start
    marked = cues.direct_line or cues.direct_mobile or _PLUS.search(folded, max(0, start - 2), start)
    return _OVERSEAS.fullmatch(digits) is not None and bool(marked or len(groups[0].digits) in (3, 5))


def _is_local(digits: str, groups: tuple[Group, ...]) -> bool:
    return _LOCAL.fullmatch(digits) is not None and not _HOTLINE.match(digits) and len(groups) <= 4


def _is_amount(folded: str, groups: tuple[Group, ...], end: int) -> bool:
    """Money and decimals: 13800.00, ¥1380…, 13,800,138,000, …元."""
    if _AMOUNT_AFTER.match(folded, end) or _AMOUNT_BEFORE.search(folded, max(0, groups[0].start - 4), groups[0].start):
        return True
    inner = [group.gap for group in groups[1:]]
    if "." in inner:
        return [len(group.digits) for group in groups] != [3, 4, 4]
    return bool(inner) and set(inner) == {","} and all(len(group.digits) == 3 for group in groups[1:])


def _is_joined_before(folded: str, groups: tuple[Group, ...], first: int) -> bool:
    """Part of a longer serial: a letter or a dash right before it."""
    start = groups[first].start
    if groups[first].gap == "-":
        return True
    letters = _LETTER_BEFORE.search(folded, max(0, start - 10), start)
    return letters is not None and _TELEPHONE_WORDS.fullmatch(letters[1].lower()) is None


def _is_joined_after(folded: str, groups: tuple[Group, ...], last: int, end: int) -> bool:
    if end != groups[last].end:
        return False
    follows_dash = last + 1 < len(groups) and groups[last + 1].gap == "-"
    following = folded[end : end + 1]
    return follows_dash or (following.isascii() and following.isalpha())
