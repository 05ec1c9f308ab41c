"""What is worth knowing of an expression, told before its results."""

from voc.cli.common import tell
from voc.domain.expressions import Expression, NamedLists
from voc.nlp.language import Language
from voc.nlp.rules.remarks import remarks


def tell_remarks(expression: Expression, lists: NamedLists, language: Language) -> tuple[str, ...]:
    """Tell on the error stream that an expression never or always holds, or which parts of it do; what was told."""
    told = remarks(expression, lists, language.objects.table)
    for one in told:
        tell(f"提醒：{one}", style="yellow")
    return told
