"""Which contacts another version judges otherwise, as a table for people."""

import codecs
import csv
import io
from collections.abc import Callable

from voc.domain.attribution import Analysis
from voc.domain.difference import Compared, cause_codes, factor_codes

_VERDICT: tuple[tuple[str, Callable[[Analysis], str]], ...] = (
    ("不满", lambda a: "是" if a.dissatisfied else "否"),
    ("原因", lambda a: " ".join(cause_codes(a))),
    ("因子", lambda a: " ".join(factor_codes(a))),
    ("主要原因", lambda a: "" if a.primary is None else a.primary.value),
    ("待人工", lambda a: "" if a.abstain_reason is None else a.abstain_reason.value),
    ("把握", lambda a: f"{a.confidence:.4f}"),
)
_TITLES = ("来源", "编号", "变化", *(f"{title}（{when}）" for title, _ in _VERDICT for when in ("前", "后")))
# A program that opens the table would take a text that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    """A text that no spreadsheet program takes for a formula.

    >>> plain("=1+1"), plain("C-1")
    ("'=1+1", 'C-1')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def difference_titles() -> bytes:
    """The first line, with the mark that tells a spreadsheet program that the file is UTF-8."""
    return codecs.BOM_UTF8 + _line(_TITLES)


def difference_line(pair: Compared) -> bytes:
    """One contact; causes and factors by their codes, apart by blanks."""
    changed = "、".join(aspect.label for aspect in pair.changed)
    verdicts = (show(side) for _, show in _VERDICT for side in (pair.before, pair.after))
    return _line((plain(pair.source), plain(pair.contact_id), changed, *verdicts))


def _line(cells: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode("utf-8", "backslashreplace")
