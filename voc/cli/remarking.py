"""What is worth knowing of an expression, told before its results."""

from voc.cli.common import tell
from voc.domain.expressions import NamedLists
from voc.nlp.language import Language
from voc.nlp.rules.remarks import remarks_on


def tell_remarks(expression: str, lists: NamedLists, language: Language) -> tuple[str, ...]:
    """Tell on the error stream what is worth knowing of an expression before it is looked for; what was told."""
    told = remarks_on(expression, lists, language.objects.table)
    for one in told:
        tell(f"提醒：{one}", style="yellow")
    return told
