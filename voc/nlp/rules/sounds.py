"""How characters sound: recognisers write homophones (往银 for 网银)."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import product
from math import prod
from types import MappingProxyType

LONGEST = 8
# Each way in which a word may be heard is searched for; few words have more than a hundred.
MOST_HEARINGS = 4096
# Tone marks of pinyin; the dots of ü are no tone.
_TONES = "\u0300\u0301\u0304\u030c"


def sounds_known(word: str) -> bool:
    """Whether each character, at most eight, has a sound."""
    return 0 < len(word) <= LONGEST and all(ord(character) in _readings() for character in word)


def heard(text: str) -> str:
    """A text with each character replaced by the first of those that sound like it: as long as the text."""
    return text.translate(_heard_as())


def hearings(word: str) -> tuple[str, ...]:
    """Every way in which a word may be `heard`: a character of several readings sounds like any of them.

    >>> heard("往银") in hearings("网银"), heard("网点") in hearings("网银")
    (True, False)
    """
    return tuple("".join(pick) for pick in product(*_options(word)))


def sound_alike(one: str, other: str) -> bool:
    """Whether two words may sound the same, each character in any of its readings; a sign sounds like itself only.

    >>> sound_alike("银航", "银行"), sound_alike("网银", "网点")
    (True, False)
    """
    return len(one) == len(other) and all(map(_alike, one, other))


def _alike(one: str, other: str) -> bool:
    return one == other or not set(_readings().get(ord(one), ())).isdisjoint(_readings().get(ord(other), ()))


def too_many_hearings(word: str) -> bool:
    """Whether a word of characters whose sounds are known may be heard in more ways than can be searched for.

    >>> too_many_hearings("网银"), too_many_hearings("敦敦敦敦敦敦敦敦")
    (False, True)
    """
    return prod(map(len, _options(word))) > MOST_HEARINGS


def _options(word: str) -> list[Sequence[str]]:
    """For each character those that it may be heard as."""
    table, first = _heard_as(), _first_of_sound()
    return [
        tuple(dict.fromkeys([table[ord(c)], *(first[sound] for sound in _readings()[ord(c)] if sound in first)]))
        for c in word
    ]


def sound_class(character: str) -> str:
    """The characters that sound like one, as the class of a regular expression."""
    keys = set(hearings(character))
    return "[" + "".join(chr(code) for code, key in _heard_as().items() if key in keys) + "]"


@cache
def _readings() -> Mapping[int, tuple[str, ...]]:
    """Syllables without tone by code point, the commonest first."""
    # Only here: the table takes a tenth of a second, and most rules need no sounds.
    from pypinyin.pinyin_dict import pinyin_dict

    return MappingProxyType(
        {code: tuple(dict.fromkeys(map(_toneless, r.split(",")))) for code, r in pinyin_dict.items()}
    )


def _toneless(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable)
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in _TONES))


@cache
def _first_of_sound() -> Mapping[str, str]:
    """The first character of each commonest reading."""
    first: dict[str, str] = {}
    for code, readings in _readings().items():
        first.setdefault(readings[0], chr(code))
    return MappingProxyType(first)


@cache
def _heard_as() -> Mapping[int, str]:
    first = _first_of_sound()
    return MappingProxyType({code: first[readings[0]] for code, readings in _readings().items()})
