"""Plans drawn and recorded at once, for tests."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from voc.domain.reviewing.plans import SamplingPlan
from voc.nlp.language import Language
from voc.services.auditing import Stamp
from voc.services.reviews.planning import Wish, draw_sample, record_plan


def make_plan(
    session: Session, wish: Wish, *, by: str, at: datetime, new_id: Callable[[], str], language: Language
) -> SamplingPlan:
    sample = draw_sample(session, wish, language=language)
    return record_plan(session, wish, sample, stamp=Stamp(by, at), new_id=new_id)
