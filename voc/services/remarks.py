"""What people write themselves: reasons, comments, names of plans and sessions."""

from voc.nlp.masking import mask


def masked(words: str) -> str:
    """The words without personal data, as they are stored and shown: who listens to a recording hears what is masked
    everywhere else, and may write it down.

    >>> masked("客户留了电话13800138000，请回")
    '客户留了电话***********，请回'
    """
    return mask(words)
