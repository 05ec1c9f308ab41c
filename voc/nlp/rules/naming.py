"""Business objects that a condition names and the table does not know, with the names that may be meant."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from voc.domain.business_object import BusinessObjectTable
from voc.domain.expressions import Expression, ObjectIs, Word, parts_of
from voc.domain.reading import read
from voc.nlp.rules.sounds import sound_alike

_MOST = 3
_LIKE = 0.3


def unknown_objects(expression: Expression, table: BusinessObjectTable) -> Iterator[str]:
    """What is wrong with each object name of an expression (named lists expanded) that is not in the table."""
    if isinstance(expression, ObjectIs):
        known = {read(name).text for name in table.by_name}
        words = (value for value in expression.values if isinstance(value, Word))
        yield from (_unknown(word.text, table) for word in words if not _known(word, known))
    for part in parts_of(expression):
        yield from unknown_objects(part, table)


def _known(word: Word, names: Collection[str]) -> bool:
    return word.text in names or (word.by_sound and any(sound_alike(word.text, name) for name in names))


def _unknown(word: str, table: BusinessObjectTable) -> str:
    if any(read(sign).text == word for known in table.by_name.values() for sign in known.signs):
        return f"“{word}”说的是毛病，不是业务对象的名称；要找说这个毛病的话，直接写 {word}"
    near = nearest_objects(word, table)
    hint = f"，接近的有：{'、'.join(near)}" if near else ""
    return f"业务对象表里没有“{word}”{hint}；记录自带的叫法写成 business={word}"


def nearest_objects(word: str, table: BusinessObjectTable) -> tuple[str, ...]:
    """Up to three names of the table: those it is another word for, then those that hold it, then those like it."""
    known = table.by_name.values()
    called = [o.name for o in known if any(read(alias).text == word for alias in o.aliases)]
    holding = sorted((o.name for o in known if word in read(o.name).text), key=len)
    like = get_close_matches(word, [o.name for o in known], _MOST, _LIKE)
    return tuple(dict.fromkeys((*called, *holding, *like)))[:_MOST]
