"""Expressions that ask for what not everybody may know."""

from voc.domain.expressions.conditions import ContactField, FieldIs, MetadataIs
from voc.domain.expressions.operators import Expression, parts_of

_OF_AGENTS = (ContactField.AGENT_ID, ContactField.AGENT_TEAM)


def asks_for_agent(expression: Expression) -> bool:
    """Whether a condition goes by which agent it was, or by fields of the bank's own, which may name one."""
    match expression:
        case MetadataIs():
            return True
        case FieldIs(field=field) if field in _OF_AGENTS:
            return True
    return any(map(asks_for_agent, parts_of(expression)))
