"""Appeals with all their steps."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from voc.domain.reviewing.appeals import Appeal, AppealState, AppealStep, Move
from voc.errors import NotFoundError
from voc.storage.bulk import insert_rows, rows_in
from voc.storage.review_tables import AppealRow, AppealStepRow

_TABLE = AppealRow.__table__
_STEP = AppealStepRow.__table__
# What an appeal is about where no person has decided; then follows what the machine claimed.
MACHINE = "machine:"


@dataclass(frozen=True, slots=True)
class AppealFilter:
    """Which appeals; what is left out does not restrict."""

    agents: tuple[str, ...] = ()
    states: tuple[AppealState, ...] = ()
    contact_key: int | None = None


class Appeals:
    """All appeals. The caller commits."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def file(self, appeal: Appeal) -> None:
        values = {
            "id": appeal.id,
            "contact_id": appeal.contact_key,
            "verdict": appeal.against or f"{MACHINE}{appeal.claim}",
            "against_id": appeal.against,
            "against_reviewer": appeal.against_reviewer,
            "agent": appeal.agent,
            "state": appeal.state.value,
            "filed_at": appeal.steps[0].at,
        }
        insert_rows(self._session, AppealRow, [values])
        self._add_steps(appeal, after=0)

    def read(self, id: str) -> Appeal:
        """One, kept from other writers until the transaction ends; NotFoundError where there is none."""
        return self._one(sa.select(_TABLE).where(_TABLE.c.id == id).with_for_update(), id)

    def get(self, id: str) -> Appeal:
        """One as it stands, also for who may not write; NotFoundError where there is none."""
        return self._one(sa.select(_TABLE).where(_TABLE.c.id == id), id)

    def find(
        self, wanted: AppealFilter, *, after: tuple[datetime, str] | None = None, limit: int | None = None
    ) -> tuple[Appeal, ...]:
        """Appeals, the oldest first; after the one that was filed at this time with this id."""
        statement = sa.select(_TABLE).order_by(_TABLE.c.filed_at, _TABLE.c.id).limit(limit)
        if after is not None:
            place = sa.tuple_(sa.literal(after[0], _TABLE.c.filed_at.type), sa.literal(after[1]))
            statement = statement.where(sa.tuple_(_TABLE.c.filed_at, _TABLE.c.id) > place)
        if wanted.agents:
            statement = statement.where(_TABLE.c.agent.in_(wanted.agents))
        if wanted.states:
            statement = statement.where(_TABLE.c.state.in_([state.value for state in wanted.states]))
        if wanted.contact_key is not None:
            statement = statement.where(_TABLE.c.contact_id == wanted.contact_key)
        return self._appeals(statement)

    def save(self, appeal: Appeal) -> Appeal:
        """Write down the steps that an appeal has made since it was read."""
        moved = sa.update(_TABLE).where(_TABLE.c.id == appeal.id).values(state=appeal.state.value)
        self._session.execute(moved)
        stored = sa.select(sa.func.count()).select_from(_STEP).where(_STEP.c.appeal_id == appeal.id)
        self._add_steps(appeal, after=self._session.scalar(stored) or 0)
        return appeal

    def _add_steps(self, appeal: Appeal, *, after: int) -> None:
        rows = [_values(appeal, number) for number in range(after + 1, len(appeal.steps) + 1)]
        insert_rows(self._session, AppealStepRow, rows)

    def _one(self, statement: sa.Select[Any], id: str) -> Appeal:
        found = self._appeals(statement)
        if not found:
            raise NotFoundError(f"没有编号为 {id} 的申诉")
        return found[0]

    def _appeals(self, statement: sa.Select[Any]) -> tuple[Appeal, ...]:
        rows: Sequence[sa.Row[Any]] = self._session.execute(statement).all()
        steps: dict[str, list[AppealStep]] = defaultdict(list)
        ordered = sa.select(_STEP).order_by(_STEP.c.appeal_id, _STEP.c.number)
        for row in rows_in(self._session, ordered, AppealStepRow.appeal_id, [row.id for row in rows]):
            steps[row.appeal_id].append(_step(row))
        return tuple(_appeal(row, steps[row.id]) for row in rows)


def _values(appeal: Appeal, number: int) -> dict[str, object]:
    """The columns of step `number`, from 1."""
    step = appeal.steps[number - 1]
    return {
        "appeal_id": appeal.id,
        "number": number,
        "move": step.move.value,
        "made_by": step.by,
        "made_at": step.at,
        "reason": step.reason,
        "inspector": step.inspector,
        "review_id": step.review_id,
    }


def _appeal(row: sa.Row[Any], steps: Sequence[AppealStep]) -> Appeal:
    return Appeal(
        row.id,
        row.contact_id,
        row.against_id,
        row.against_reviewer,
        AppealState(row.state),
        tuple(steps),
        "" if row.against_id is not None else row.verdict.removeprefix(MACHINE),
    )


def _step(row: sa.Row[Any]) -> AppealStep:
    return AppealStep(Move(row.move), row.made_by, row.made_at, row.reason, row.inspector, row.review_id)
