"""Finding personal data in one text."""

import re
from itertools import chain

from voc.nlp.masking.addresses import find_addresses
from voc.nlp.masking.cues import NOTHING_ASKED, Asked
from voc.nlp.masking.documents import find_documents, find_plates
from voc.nlp.masking.folding import fold
from voc.nlp.masking.mail import find_mail
from voc.nlp.masking.names import find_names
from voc.nlp.masking.numbers import find_numbers
from voc.nlp.masking.spans import PersonalSpan, covered, without_overlaps

_LETTER = re.compile("[A-Za-z]")  # mail, documents and plates cannot do without


def find_personal(text: str) -> tuple[PersonalSpan, ...]:
    """Personal data in a text, sorted, not overlapping; offsets count code points of the text as given.

    >>> [(span.kind.value, text[span.start:span.end]) for text in ["仇先生，手机幺三八零零，幺三八零零零"]
    ...  for span in find_personal(text)]
    [('name', '仇'), ('mobile', '幺三八零零，幺三八零零零')]
    >>> find_personal("转了13800.00元，95588")
    ()
    """
    shown = fold(text)
    spans: tuple[PersonalSpan, ...] = ()
    for _ in text:  # what is covered can free a word beside it: read again until nothing more is found
        found = find_in(shown)
        if not found:
            break
        spans = without_overlaps((*spans, *found))
        shown = covered(shown, found)
    return spans


def find_in(folded: str, asked: Asked = NOTHING_ASKED) -> tuple[PersonalSpan, ...]:
    """Personal data in a folded text, read once; `asked` is what the utterance before asked for.

    Nothing is read across a line break, so that several texts may be read as lines of one.
    """
    lettered = (find_mail(folded), find_documents(folded, asked)) if _LETTER.search(folded) else ()
    plates = (find_plates(folded),) if lettered else ()
    others = (find_names(folded, answers=asked.name), find_addresses(folded))
    return without_overlaps(chain(*lettered, find_numbers(folded, asked), *plates, *others))


def mask(text: str) -> str:
    """The text with every code point of personal data as `*`; the length stays, and masking twice changes nothing.

    >>> mask("我叫佟福来，电话13800138000")
    '我叫***，电话***********'
    """
    return covered(text, find_personal(text))
