"""Reading a text one code point for one: full-width and circled forms as plain ones, traditional as simplified."""

import re
import unicodedata
from functools import cache

from voc.domain.reading import simplified_characters

_FORMS = (
    *range(0xFF10, 0xFF1A),
    *range(0xFF21, 0xFF3B),
    *range(0xFF41, 0xFF5B),
    *range(0x2460, 0x2469),  # ① to ⑨
    *range(0x1D400, 0x1D800),  # mathematical letters and digits
    *map(ord, "＠．－＋＿＊（）　\u00a0\u2007\u202f\u3000⓪²³¹"),
)
# Dashes and dots that people and input methods use for the plain ones.
_LOOKALIKES = {ord(c): "-" for c in "‐‑‒–—―−﹣"} | {ord(c): "·" for c in "•‧・∙"} | {ord("○"): "〇", ord("Ｏ"): "O"}
_STRAY_ONE = re.compile("(?<![什怎那这多要])么(?=[0-9零〇洞幺一二两三四五六七八九])")


def fold(text: str) -> str:
    """The text in plain forms, of the same length, so that offsets hold.

    >>> fold("電話１３８－００１３，身分證")
    '电话138-0013，身分证'
    >>> fold("么三八零零，什么")
    '幺三八零零，什么'
    """
    table, foldable, rare = _folding()
    if foldable.search(text) or rare.search(text):
        text = text.translate(table)
    if "么" in text:
        text = _STRAY_ONE.sub("幺", text)
    return text


@cache
def _folding() -> tuple[dict[int, str], re.Pattern[str], re.Pattern[str]]:
    """The table, and two patterns that tell whether a text needs it: one alone would be much slower."""
    table = {code: plain for code in _FORMS if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1}
    table |= {**_LOOKALIKES, **simplified_characters()}
    basic = "".join(re.escape(chr(code)) for code in sorted(table) if code < 0x10000)
    return table, re.compile(f"[{basic}]"), re.compile("[\U0001d400-\U0001d7ff\U00020000-\U0003ffff]")
