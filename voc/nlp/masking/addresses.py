"""Addresses down to a place one could go to: a road with a number, a block of an estate, a village of a town.

The anchor is what only an address has (27号 after 路, 3栋, 沙河镇…村). From there the text is read to the left as far
as a place name may reach, and to the right over finer parts (3号楼, 二单元, 502).
"""

import re
from collections.abc import Iterator

from voc.nlp.masking import address_words as words
from voc.nlp.masking.spans import PersonalKind, PersonalSpan

_REACH = 32
_ROAD_NAME_LONGEST = 6
_PLACE = re.compile(words.PLACE)
_PAUSES = " ,，、"


def find_addresses(folded: str) -> Iterator[PersonalSpan]:
    """Addresses of a folded text; spans may overlap."""
    if words.UNIT_CHARACTER.search(folded):
        yield from _numbered(folded)
    yield from _chained(folded)


def _numbered(folded: str) -> Iterator[PersonalSpan]:
    """建国路88号…; 金域蓝湾3栋."""
    at = 0
    for anchor in words.ANCHOR.finditer(folded):
        if anchor.start() < at or not _belongs_to_place(folded, anchor):
            continue
        start = _start_of_name(folded, anchor.start())
        if start is not None:
            at = _finer_end(folded, anchor.end())
            yield PersonalSpan(PersonalKind.ADDRESS, start, at)


def _chained(folded: str) -> Iterator[PersonalSpan]:
    """沙河镇于家村; 上海市浦东新区张江路."""
    for chain in words.CHAIN.finditer(folded):
        start = _chain_start(folded, chain)
        if start is not None:
            yield PersonalSpan(PersonalKind.ADDRESS, start, _finer_end(folded, chain.end()))


def _belongs_to_place(folded: str, anchor: re.Match[str]) -> bool:
    """Whether a number with a unit stands after a road, an estate or, for blocks, any name."""
    before, unit = folded[max(0, anchor.start() - _REACH) : anchor.start()], anchor["unit"]
    if words.NOT_A_ROAD.search(before):
        return False
    if unit in ("号", "弄", "号院", "号楼") and words.ROAD_BEFORE.search(before):
        return True
    if unit in ("楼", "层", "室") and not words.ANY_PLACE_BEFORE.search(before):
        return False
    of_block = unit in ("栋", "幢", "号楼", "单元") and words.ANY_BEFORE.search(before)
    return bool(of_block or words.ESTATE_BEFORE.search(before))


def _start_of_name(folded: str, end: int) -> int | None:
    """Where the place name before `end` begins; None for one without a name of its own (我们小区)."""
    at = _leftmost(folded, end)
    lead = words.LEAD.match(folded, at, end)
    at = lead.end() if lead else at
    name = folded[at:end].rstrip(_PAUSES)
    if words.GENERIC.fullmatch(name):
        return None
    if not words.DIVISION.search(name) and not words.HOME_BEFORE.search(folded, max(0, at - 12), at):
        at = max(at, at + len(name) - _ROAD_NAME_LONGEST)
    return at


def _leftmost(folded: str, end: int) -> int:
    """Read to the left over place names, and over a pause where a division or a road ends before it."""
    at = end
    while at > max(0, end - _REACH):
        pause = folded[at - 1] in _PAUSES and words.PART_BEFORE.search(folded[max(0, at - 3) : at - 1])
        if not pause and not _PLACE.match(folded, at - 1):
            break
        at -= 1
    return at


def _finer_end(folded: str, at: int) -> int:
    finer = words.FINER.match(folded, at)
    return finer.end() if finer else at


def _chain_start(folded: str, chain: re.Match[str]) -> int | None:
    """Where a chain of divisions down to a village or a road begins; None where nobody's home is meant."""
    start = _start_of_name(folded, chain.start("place"))
    if start is None or words.OFFICE_AFTER.match(folded, chain.end()):
        return None
    ends = [
        match.end()
        for match in words.DIVISION.finditer(folded, start, chain.start("place"))
        if match.start() > start and not words.NO_DIVISION.search(folded, start, match.end())
    ]
    if not ends or ends[-1] < chain.start("place") - 1:
        return None
    at_home = words.HOME_BEFORE.search(folded, max(0, start - 12), start) or len(ends) >= 2
    return start if at_home or words.COUNTRYSIDE.search(folded, start, chain.end()) else None
