"""Factors that labels name and the taxonomy has not: those of another trade, or known ones misspelt."""

from collections.abc import Mapping
from difflib import get_close_matches

from voc.domain.taxonomy import Taxonomy

# So like are two names where one is the other with a letter or two changed.
_LIKE = 0.8
_MOST = 10
# Characters of a name after its cause: there may stand anything.
_LONGEST_QUOTED = 20


def foreign_factors(counts: Mapping[str, int], taxonomy: Taxonomy) -> str | None:
    """A sentence about them, without its full stop; None where all are known.

    `counts` are the records labelled with each factor, by code. Those that may be misspelt come first, then the most
    frequent.
    """
    known = {factor.code.partition(".")[2]: factor.code for factor in taxonomy.factors}
    foreign = {code: _meant(code, known) for code in counts.keys() - set(known.values()) if counts[code]}
    if not foreign:
        return None
    ordered = sorted(foreign, key=lambda code: (foreign[code] is None, -counts[code], code))
    told = [f"{_quoted(code)} {counts[code]:,} 条{_asking(foreign[code])}" for code in ordered]
    more = "等" if len(told) > _MOST else ""
    return f"标注里有 {len(told)} 个因子分类表没有，程序不认，只认它们的原因：{'、'.join(told[:_MOST])}{more}"


def _quoted(code: str) -> str:
    cause, dot, name = code.partition(".")
    return f"{cause}{dot}{name}" if len(name) <= _LONGEST_QUOTED else f"{cause}{dot}{name[:_LONGEST_QUOTED]}…"


def _asking(meant: str | None) -> str:
    return "" if meant is None else f"（是不是 {meant}？）"


def _meant(code: str, known: Mapping[str, str]) -> str | None:
    near = get_close_matches(code.partition(".")[2].casefold(), known, 1, _LIKE)
    return known[near[0]] if near else None
