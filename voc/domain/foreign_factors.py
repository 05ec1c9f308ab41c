"""Factors that labels name and the taxonomy has not: those of another trade, or known ones misspelt."""

from collections.abc import Mapping

from voc.domain.misspelling import first_of, meant
from voc.domain.taxonomy import Taxonomy

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
    return f"标注里有 {len(told)} 个因子分类表没有，程序不认，只认它们的原因：{first_of(told)}"


def _quoted(code: str) -> str:
    cause, dot, name = code.partition(".")
    return f"{cause}{dot}{name}" if len(name) <= _LONGEST_QUOTED else f"{cause}{dot}{name[:_LONGEST_QUOTED]}…"


def _asking(near: str | None) -> str:
    return "" if near is None else f"（是不是 {near}？）"


def _meant(code: str, known: Mapping[str, str]) -> str | None:
    near = meant(code.partition(".")[2], known)
    return None if near is None else known[near]
