"""Papers whose numbers hold letters: passports and permits, identity cards of Hong Kong and Taiwan, number plates."""

import re
from collections.abc import Iterator

from voc.nlp.masking.checks import is_hong_kong_id, is_taiwan_id
from voc.nlp.masking.cues import NOTHING_ASKED, Asked, cues_before
from voc.nlp.masking.numerals import DIGIT, GAP, digits_of
from voc.nlp.masking.spans import PersonalKind, PersonalSpan

# “E12345678，两本都在”: the last 两 counts something.
_COUNTED = "(?![一两][本个张次天年位直])"
_CODE = re.compile(
    rf"(?<![A-Za-z])[A-Za-z](?:[ ,，-]?[A-Za-z]){{0,2}}(?:{GAP}{_COUNTED}{DIGIT}){{6,12}}"
    rf"(?:{GAP}[(（][0-9A-Za-z][)）]|A(?![A-Za-z]))?"
    rf"(?![A-Za-z0-9])\)?"
)
_PERMIT_AFTER = re.compile(r"[^。？！?!\d\n]{0,8}?(?:护照|通行证|台胞证|回乡证)")
_PASSPORT = re.compile(r"[A-Z]\d{8}|[A-Z]{2}\d{7}")
_SENTENCE_END = re.compile(r"[。？！?!\n]")
_SENTENCE = 30  # in code points
_NEIGHBOURS = 4  # no more codes of seven characters fit in that
_ERROR = re.compile(r"(?:错误|报错|代码|故障|提示|单号|流水|编号|订单|版本|型号|编码|工单)[^。？！?!\n]{0,6}\Z")
_LETTERS = re.compile(r"[^A-Za-z]")

_REGIONS = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_PLATE_GAP = r"(?:[ .·,，\-、]|点){0,2}"
_PLATE_SIGN = rf"(?:[A-HJ-NP-Za-hj-np-z]|{DIGIT})"
_PLATE = re.compile(
    rf"[{_REGIONS}]{_PLATE_GAP}[A-HJ-NP-Za-hj-np-z](?P<rest>(?:{_PLATE_GAP}{_PLATE_SIGN}){{4,6}})"
    rf"(?P<tail>{_PLATE_GAP}[挂学警港澳领])?(?![A-Za-z0-9])"
)


def find_documents(folded: str, asked: Asked = NOTHING_ASKED) -> Iterator[PersonalSpan]:
    """Passports, permits and lettered identity cards of a folded text, in order.

    A letter with digits is a document only where a word near it or a check digit says so: error codes look the same.
    What looks like a passport in the sentence of another passport number is one too (the old one and the new one).
    """
    codes = [(match, _kind_of(folded, match, asked)) for match in _CODE.finditer(folded)]
    for i, (match, kind) in enumerate(codes):
        near = codes[max(0, i - _NEIGHBOURS) : i + _NEIGHBOURS + 1] if kind is None else ()
        if any(other is PersonalKind.PASSPORT and _goes_with(folded, match, code) for code, other in near):
            kind = PersonalKind.PASSPORT
        if kind is not None:
            yield PersonalSpan(kind, match.start(), match.end())


def _kind_of(folded: str, match: re.Match[str], asked: Asked) -> PersonalKind | None:
    cues = cues_before(folded, match.start(), asked)
    code = _code(match)
    if is_taiwan_id(code) and not cues.serial and not _says_error(folded, match):
        return PersonalKind.RESIDENT_ID
    if match.group().endswith((")", "）", "A")) and is_hong_kong_id(_with_check(match.group(), code)):
        return PersonalKind.RESIDENT_ID
    if cues.serial or _says_error(folded, match):
        return None
    if cues.permit or _PERMIT_AFTER.match(folded, match.end()):
        return PersonalKind.PASSPORT
    return PersonalKind.RESIDENT_ID if cues.id else None


def _code(match: re.Match[str]) -> str:
    """Letters and digits alone, in plain forms."""
    return _LETTERS.sub("", match.group()[:6]).upper() + digits_of(match.group())


def _goes_with(folded: str, match: re.Match[str], passport: re.Match[str]) -> bool:
    """Whether a code has the form of a passport number and stands in the sentence of one, no serial word before it."""
    between = (passport.end(), match.start()) if passport.end() <= match.start() else (match.end(), passport.start())
    near = between[1] - between[0] <= _SENTENCE and not _SENTENCE_END.search(folded, *between)
    if not near or not _PASSPORT.fullmatch(_code(match)):
        return False
    return not cues_before(folded, match.start()).serial and not _says_error(folded, match)


def _with_check(written: str, code: str) -> str:
    """Letters, six digits and the check character, of a code with its check in brackets or an A at its end."""
    check = written.rstrip(")）")[-1]
    return code if check.isdigit() else code + check


def _says_error(folded: str, match: re.Match[str]) -> bool:
    return _ERROR.search(folded, max(0, match.start() - 12), match.start()) is not None


def find_plates(folded: str) -> Iterator[PersonalSpan]:
    """Number plates of a folded text: a region, a letter and five signs, or six for new-energy cars (GA 36-2018)."""
    for match in _PLATE.finditer(folded):
        signs = "".join(digits_of(c) or c.upper() for c in re.findall(_PLATE_SIGN, match["rest"]))
        length = _plate_length(signs, special=match["tail"] is not None)
        if length is None:
            continue
        end = match.end() if length == len(signs) else _end_of_sign(match, length)
        yield PersonalSpan(PersonalKind.PLATE, match.start(), end)


def _plate_length(signs: str, *, special: bool) -> int | None:
    """How many of the signs belong to the plate; None where they are no plate."""
    if special and len(signs) == 4 and signs.isalnum() and _count_digits(signs) >= 2:
        return 4
    if len(signs) == 6 and re.fullmatch(r"[A-HJK][A-Z0-9]\d{4}|\d{5}[A-HJK]", signs):
        return 6
    return 5 if len(signs) == 5 and _count_digits(signs) >= 2 else None


def _count_digits(signs: str) -> int:
    return sum(sign.isdigit() for sign in signs)


def _end_of_sign(match: re.Match[str], count: int) -> int:
    signs = list(re.finditer(_PLATE_SIGN, match["rest"]))
    return match.start("rest") + signs[count - 1].end()
