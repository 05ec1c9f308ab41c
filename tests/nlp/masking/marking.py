"""Examples with brackets around what must be masked."""

import re

from voc.nlp.masking import PersonalKind, find_personal

_MARKED = re.compile("【(.*?)】")


def assert_masks(marked: str, kind: PersonalKind) -> None:
    """`marked` has brackets around what must be masked, all of one kind, and around nothing else."""
    text = _MARKED.sub(r"\1", marked)
    expected = [(kind, part) for part in _MARKED.findall(marked)]
    assert [(span.kind, text[span.start : span.end]) for span in find_personal(text)] == expected
