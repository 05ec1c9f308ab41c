"""Whether something was said in another language than Chinese, of which the models know nothing."""

import re
from collections.abc import Iterable

# Fewer letters can be names: app, atm, etc, or a word between Chinese ones.
FEWEST_LETTERS = 12
_HAN = re.compile(r"[\u3400-\u9fff]")


def is_foreign(readings: Iterable[str]) -> bool:
    """Whether there are more than twice as many letters of other scripts as Chinese characters, and enough of them.

    >>> is_foreign(["the transfer failed again"]), is_foreign(["手机银行app登录不了"])
    (True, False)
    """
    texts = list(readings)
    han = sum(len(_HAN.findall(text)) for text in texts)
    # Most texts need no counting: all that is not Chinese is too little.
    if sum(map(len, texts)) - han <= max(2 * han, FEWEST_LETTERS - 1):
        return False
    letters = sum(sum(map(str.isalpha, text)) for text in texts) - han
    return letters >= FEWEST_LETTERS and letters > 2 * han
