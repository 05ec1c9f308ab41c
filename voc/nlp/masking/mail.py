"""E-mail addresses, written or spoken (“艾特 一六三 点 com”)."""

import re
from collections.abc import Iterator

from voc.nlp.masking.spans import PersonalKind, PersonalSpan

_NUMERALS = "零〇一二三四五六七八九幺两"
_DOT = r"(?: ?(?:\.|。|点|dot) ?)"
_HOSTS = rf"(?:[A-Za-z0-9\-]{{1,63}}|[{_NUMERALS}]{{1,63}}|网易|新浪|搜狐|谷歌|阿里云)"
_ENDINGS = r"(?:com|cn|net|org|edu|gov|hk|tw|me|io|cc)"
_SIGN = re.compile(r"@|[aA][tT](?![A-Za-z])|艾特|爱特|圈[aA]|小老鼠")
_DOMAIN = re.compile(
    rf" ?[,，]? ?{_HOSTS}(?:{_DOT}(?!{_ENDINGS})[A-Za-z0-9\-]{{1,63}}){{0,3}}{_DOT}(?i:{_ENDINGS})"
    rf"(?:{_DOT}(?:cn|hk|tw|com)(?![A-Za-z]))?(?![A-Za-z0-9])"
)
_PLAIN_DOMAIN = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}\.[A-Za-z]{2,24}(?![A-Za-z0-9])")
# Read from the end: letters, digits and the signs of a local part, spoken too, at most 64 of them; there must be one
# way only to read each sign, or the search explodes.
_LOCAL = re.compile(rf"(?:(?:[A-Za-z0-9{_NUMERALS}._+%\-]|下划线|横杠|中杠|杠|减号|点)[ ,，]{{0,2}}){{1,64}}\Z")
_WRITTEN_LOCAL = re.compile(r"[A-Za-z0-9._+\-%]{1,64}\Z")
_REACH = 80


def find_mail(folded: str) -> Iterator[PersonalSpan]:
    """E-mail addresses of a folded text, in order."""
    for sign in _SIGN.finditer(folded):
        written = sign.group() == "@"
        domain = _DOMAIN.match(folded, sign.end())
        if domain is None and written:
            domain = _PLAIN_DOMAIN.match(folded, sign.end())
        start = None if domain is None else _local_start(folded, sign.start(), written=written)
        if domain is not None and start is not None:
            yield PersonalSpan(PersonalKind.EMAIL, start, domain.end())


def _local_start(folded: str, at: int, *, written: bool) -> int | None:
    """Where the local part before the “@” begins; None where there is none."""
    before = folded[max(0, at - _REACH) : at]
    if not written:
        before = before.rstrip(" ,，")
    match = (_WRITTEN_LOCAL.search(before) if written else None) or _LOCAL.search(before.rstrip())
    if match is None:
        return None
    local = match.group().lstrip("._+-%,， 点杠")
    return max(0, at - _REACH) + match.end() - len(local) if local else None
