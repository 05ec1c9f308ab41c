"""What is worth knowing of an expression that can be read before it is looked for."""

from voc.domain.business_object import BusinessObjectTable
from voc.domain.expressions import Expression, NamedLists, expand, printed
from voc.nlp.rules.dead import always_holds, idle_parts, never_holds
from voc.nlp.rules.marks import literal_marks
from voc.nlp.rules.naming import unknown_objects
from voc.nlp.rules.parser import parse
from voc.nlp.rules.scattered import scattered

_LONGEST = 60


def remarks_on(text: str, lists: NamedLists, objects: BusinessObjectTable) -> tuple[str, ...]:
    """What is worth knowing of an expression and of the way it is written; ExpressionError where it cannot be read."""
    return (*remarks(parse(text, lists=lists), lists, objects), *literal_marks(text))


def remarks(expression: Expression, lists: NamedLists, objects: BusinessObjectTable) -> tuple[str, ...]:
    """Sentences, without their full stops: that it never or always holds, else which parts do and what is joined but
    not together; unknown objects.

    KeyError for a list that there is not.
    """
    expanded = expand(expression, lists)
    named = tuple(unknown_objects(expanded, objects))
    never = never_holds(expanded)
    if never is not None:
        return (f"这个式子不会命中：{never}", *named)
    always = always_holds(expanded)
    if always is not None:
        return (f"这个式子总是成立：{always}", *named)
    idle = (f"{shortened(part)} {reason}" for part, reason in idle_parts(expanded))
    return (*dict.fromkeys((*idle, *scattered(expanded))), *named)


def shortened(part: Expression) -> str:
    """A part as it is written, cut short where it is long: its lists are expanded."""
    text = printed(part)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
