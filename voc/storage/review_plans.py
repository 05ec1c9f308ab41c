"""Sampling plans, and the contacts that a plan may draw from."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.reviewing.plans import Criteria, SamplingPlan
from voc.domain.reviewing.sampling import Candidate, Design, Quota, Weights, severity
from voc.domain.taxonomy import Cause
from voc.errors import NotFoundError
from voc.storage.analyses import is_current
from voc.storage.bulk import insert_rows
from voc.storage.review_sight import UNFINISHED
from voc.storage.review_tables import QuotaRow, ReviewRow, ReviewTaskRow, SamplingPlanRow
from voc.storage.tables import AnalysisRow, AttributionRow, ContactRow, ConversationRevisionRow, RecordRow
from voc.storage.timed import ALWAYS, Within, timed

_PARTITION = 1000
_PLAN = SamplingPlanRow.__table__


class SamplingPlans:
    """All plans. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, plan: SamplingPlan) -> None:
        design = plan.design
        values = {
            "id": plan.id,
            "name": plan.name,
            "created_by": plan.created_by,
            "created_at": plan.created_at,
            "criteria": _criteria_json(plan.criteria),
            "size": design.size,
            "random_share": design.random_share,
            "double_share": design.double_share,
            "seed": design.seed,
            "weights": asdict(design.weights),
            "population": plan.population,
        }
        insert_rows(self._session, SamplingPlanRow, [values])
        quotas = [{"plan_id": plan.id, "inspector": q.inspector, "tasks": q.tasks} for q in plan.quotas]
        insert_rows(self._session, QuotaRow, quotas)

    def read(self, id: str) -> SamplingPlan:
        """One plan; NotFoundError where there is none."""
        row = self._session.execute(sa.select(_PLAN).where(_PLAN.c.id == id)).one_or_none()
        if row is None:
            raise NotFoundError(f"没有编号为 {id} 的抽检计划")
        return self._plan(row)

    def all(self) -> tuple[SamplingPlan, ...]:
        """Every plan, the newest first."""
        rows = self._session.execute(sa.select(_PLAN).order_by(_PLAN.c.created_at.desc(), _PLAN.c.id.desc()))
        return tuple(map(self._plan, rows.all()))

    def page(
        self,
        *,
        is_open: bool | None = None,
        within: Within = ALWAYS,
        after: tuple[datetime, str] | None = None,
        limit: int,
    ) -> tuple[SamplingPlan, ...]:
        """Plans of which tasks are still to be done, or not, as far as that is asked; by the time they were made."""
        statement = sa.select(_PLAN).limit(limit)
        if is_open is not None:
            waits = sa.exists().where(ReviewTaskRow.origin == _PLAN.c.id, ReviewTaskRow.state.in_(UNFINISHED))
            statement = statement.where(waits if is_open else ~waits)
        statement = timed(statement, _PLAN.c.created_at, _PLAN.c.id, within=within, after=after)
        return tuple(map(self._plan, self._session.execute(statement).all()))

    def candidates(self, criteria: Criteria) -> Iterator[Candidate]:
        """The analysed contacts that fit, by key; the expression of the criteria is not looked at here.

        Rows are read as they are needed, so the iteration ends before the transaction does.
        """
        for row in self._session.execute(_candidates(criteria)):
            yield Candidate(
                key=row.key,
                name=f"{row.source}/{row.kind}/{row.external_id}",
                wrong=1 - row.confidence,
                person=row.person,
                abstained=row.abstain_reason is not None,
                severe=severity(
                    peak_end=row.peak_end,
                    repeated=row.repeat_contact,
                    resolved=row.resolved,
                    satisfaction=row.satisfaction,
                ),
                point=None if row.cause is None else f"{row.factor or row.cause}·{row.business_object or ''}",
            )

    def _plan(self, row: sa.Row[Any]) -> SamplingPlan:
        quotas = self._session.execute(
            sa.select(QuotaRow.inspector, QuotaRow.tasks).where(QuotaRow.plan_id == row.id).order_by(QuotaRow.inspector)
        )
        design = Design(row.size, row.random_share, row.double_share, row.seed, Weights(**row.weights))
        return SamplingPlan(
            id=row.id,
            name=row.name,
            created_by=row.created_by,
            created_at=row.created_at,
            criteria=_criteria_of(row.criteria),
            design=design,
            quotas=tuple(Quota(inspector, tasks) for inspector, tasks in quotas),
            population=row.population,
        )


def _candidates(criteria: Criteria) -> sa.Select[Any]:
    analysis, first = AnalysisRow.__table__.c, AttributionRow.__table__.c
    return (
        sa.select(
            ContactRow.id.label("key"),
            ContactRow.satisfaction,
            *(RecordRow.source, RecordRow.kind, RecordRow.external_id),
            *(analysis.confidence, analysis.person, analysis.abstain_reason, analysis.peak_end),
            *(analysis.repeat_contact, analysis.resolved),
            *(first.cause, first.factor, first.business_object),
        )
        .select_from(ContactRow)
        .join(AnalysisRow, is_current())
        .join(RecordRow, RecordRow.id == ContactRow.id)
        .outerjoin(AttributionRow, (AttributionRow.analysis_id == AnalysisRow.id) & (AttributionRow.position == 0))
        .where(*_fitting(criteria))
        .order_by(ContactRow.id)
        .execution_options(yield_per=_PARTITION)
    )


def _fitting(criteria: Criteria) -> Iterator[sa.ColumnElement[bool]]:
    yield ContactRow.dissolved_at.is_(None)
    yield AnalysisRow.confidence.between(criteria.least_confidence, criteria.most_confidence)
    if criteria.since is not None:
        yield ContactRow.occurred_at >= criteria.since
    if criteria.until is not None:
        yield ContactRow.occurred_at < criteria.until
    if criteria.channels:
        yield ContactRow.channel.in_(criteria.channels)
    if criteria.queues:
        yield ContactRow.queue.in_(criteria.queues)
    if criteria.codes:
        causes = [code for code in criteria.codes if code in list(Cause)]
        named = AttributionRow.factor.in_(criteria.codes) | AttributionRow.cause.in_(causes)
        own = sa.select(AttributionRow.analysis_id).where(AttributionRow.analysis_id == AnalysisRow.id, named)
        yield own.correlate(AnalysisRow).exists()
    if criteria.agents:
        call = ConversationRevisionRow
        same = call.record_id == ContactRow.id, call.revision == RecordRow.revision
        yield sa.exists().where(*same, call.agent_id.in_(criteria.agents)).correlate(ContactRow, RecordRow)
    if criteria.abstained is not None:
        yield AnalysisRow.abstain_reason.is_not(None) if criteria.abstained else AnalysisRow.abstain_reason.is_(None)
    if criteria.unreviewed:
        yield ~sa.exists().where(ReviewRow.contact_id == ContactRow.id, ReviewRow.counts)


_LISTS = "channels", "queues", "codes", "agents"
_TIMES = "since", "until"


def _criteria_json(criteria: Criteria) -> dict[str, object]:
    values = asdict(criteria)
    times = {name: None if values[name] is None else values[name].isoformat() for name in _TIMES}
    return values | times | {name: list(values[name]) for name in _LISTS}


def _criteria_of(values: dict[str, Any]) -> Criteria:
    times = {name: None if values[name] is None else datetime.fromisoformat(values[name]) for name in _TIMES}
    return Criteria(**(values | times | {name: tuple(values[name]) for name in _LISTS}))
