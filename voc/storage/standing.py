"""The verdict that stands for a contact: a person's where one counts, else the machine's, unless it abstained.

As values (`standing_verdicts`) and as conditions on rows, for statements that join contacts to the analysis that they
go by (`is_current`) and to the review that counts (`counting_review`), either of which may be missing.
"""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.review import Verdict, verdict_of
from voc.storage.analyses import Analyses
from voc.storage.review_sight import shown_to
from voc.storage.review_tables import ReviewRow
from voc.storage.reviews import Reviews
from voc.storage.tables import AnalysisRow, AttributionRow, ContactRow


@dataclass(frozen=True, slots=True)
class Standing:
    """A verdict; `review_id` is that of the review it was taken from."""

    verdict: Verdict
    review_id: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """A cause, a factor, or a factor under a cause, by their codes; None does not restrict."""

    cause: str | None = None
    factor: str | None = None

    @classmethod
    def of(cls, code: str) -> "Named":
        """
        >>> Named.of("rule"), Named.of("rule.fee")
        (Named(cause='rule', factor=None), Named(cause=None, factor='rule.fee'))
        """
        return cls(factor=code) if "." in code else cls(cause=code)


def standing_verdicts(session: Session, keys: Collection[int], *, who: str | None) -> dict[int, Standing]:
    """By the key of the contact; none where it is not analysed as it is now and nobody decided.

    A review that `who` must not know of yet is passed over; None knows of all.
    """
    analyses = Analyses(session).verdicts(keys)
    reviews = Reviews(session).counting(keys, who=who)
    decided = {key: Standing(review.review().verdict, review.id) for key, review in reviews.items()}
    return {key: Standing(verdict_of(analysis, None), None) for key, analysis in analyses.items()} | decided


def counting_review(who: str | None) -> sa.ColumnElement[bool]:
    """Whether a review is the one that its contact is counted by, and `who` may know of it."""
    counting = sa.and_(ReviewRow.contact_id == ContactRow.id, ReviewRow.counts)
    return counting if who is None else counting & shown_to(who)


def stands_dissatisfied(dissatisfied: bool) -> sa.ColumnElement[bool]:
    """Whether the verdict says so; what waits for a person says neither."""
    return _stands(ReviewRow.dissatisfied.is_(dissatisfied), AnalysisRow.dissatisfied.is_(dissatisfied))


def stands_named(session: Session, named: Named) -> sa.ColumnElement[bool]:
    """Whether one of the verdict's findings is such a one."""
    return _stands(_found(session, named), claimed(named))


def claimed(named: Named) -> sa.ColumnElement[bool]:
    """Whether the machine claims such a one, be it only as a proposal."""
    wanted = (AttributionRow.cause, named.cause), (AttributionRow.factor, named.factor)
    asked = [column == code for column, code in wanted if code is not None]
    return sa.exists().where(AttributionRow.analysis_id == AnalysisRow.id, *asked)


def _stands(by_person: sa.ColumnElement[bool], by_machine: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    undecided = sa.and_(ReviewRow.id.is_(None), AnalysisRow.abstain_reason.is_(None))
    return sa.or_(sa.and_(ReviewRow.id.is_not(None), by_person), sa.and_(undecided, by_machine))


def _found(session: Session, named: Named) -> sa.ColumnElement[bool]:
    """Whether the review has such a finding; they are a list in one column."""
    on_server = session.get_bind().dialect.name == "postgresql"
    each = sa.func.json_array_elements if on_server else sa.func.json_each
    finding = each(ReviewRow.findings).table_valued(sa.column("value", sa.JSON()), name="finding")
    wanted = ("cause", named.cause), ("factor", named.factor)
    asked = [finding.c.value[key].as_string() == code for key, code in wanted if code is not None]
    return sa.exists(sa.select(sa.literal(1)).select_from(finding).where(*asked))
