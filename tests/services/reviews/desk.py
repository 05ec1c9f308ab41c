"""A database of analysed contacts, and a desk at which people take, answer and submit, each call one transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy.engine import Engine as Database
from sqlalchemy.orm import Session

from tests.planning import make_plan
from tests.storage.builders import NOW, analysis, call, claim, hashed
from voc.domain.attribution import Attribution, Evidence
from voc.domain.reviewing.changes import Change, TellDissatisfied
from voc.domain.reviewing.plans import Criteria, SamplingPlan
from voc.domain.reviewing.sampling import Design, Quota
from voc.domain.reviewing.tasks import Task
from voc.services.reviews import answering
from voc.services.reviews.planning import Wish
from voc.storage.analyses import Analyses
from voc.storage.contacts import Contacts
from voc.storage.engine import sessions
from voc.storage.records import Records
from voc.storage.reviews import StoredReview

MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Desk:
    """`clock` goes on by a minute with every look; ids are numbered."""

    database: Database
    now: datetime = NOW
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def work(self) -> AbstractContextManager[Session]:
        return sessions(self.database).begin()

    def clock(self) -> datetime:
        self.now += MINUTE
        return self.now

    def new_id(self) -> str:
        return f"id-{next(self._numbers):04}"

    def feed(self, *claimed: Sequence[Attribution], text: str = "转账转不出去", **columns: Any) -> tuple[int, ...]:
        """One call for each, C-1 and so on, analysed as claimed; their keys."""
        calls = [call(f"C-{n}", text, **columns) for n, _ in enumerate(claimed, 1)]
        return self.run(lambda session: self._feed(session, calls, claimed))  # type: ignore[no-any-return]

    def _feed(
        self, session: Session, calls: Sequence[Any], claimed: Sequence[Sequence[Attribution]]
    ) -> tuple[int, ...]:
        keys = Records(session).store("default", hashed(*calls), at=self.now).contact_keys
        stored = Contacts(session).load(keys)
        rows = [(s.key, s.revision, analysis(s.contact.id, *c)) for s, c in zip(stored, claimed, strict=True)]
        Analyses(session).save(rows, at=self.now)
        return keys

    def rewrite(self, *contact_ids: str, text: str) -> None:
        """The customer of these calls says something else now, and nothing is claimed of it."""
        calls = [call(contact_id, text) for contact_id in contact_ids]
        self.run(lambda session: self._feed(session, calls, [()] * len(calls)))

    def run(self, act: Callable[[Session], Any]) -> Any:
        with self.work() as session:
            return act(session)

    def plan(self, size: int = 10, *, double: float = 0.0, language: Any = None, **columns: Any) -> SamplingPlan:
        quotas: tuple[Quota, ...] = columns.pop("quotas", ())
        wish = Wish("十一月", Criteria(**columns), Design(size, double_share=double, seed="s"), quotas)
        return self.run(  # type: ignore[no-any-return]
            lambda session: make_plan(
                session, wish, by="赵主管", at=self.clock(), new_id=self.new_id, language=language
            )
        )

    def take(self, who: str) -> Task | None:
        return self.run(lambda session: answering.take_next(session, who=who, at=self.clock()))  # type: ignore[no-any-return]

    def begin(self, who: str) -> StoredReview:
        """Take the next task and begin its review."""
        task = self.take(who)
        assert task is not None
        return self.run(  # type: ignore[no-any-return]
            lambda session: answering.begin(session, task.id, who=who, at=self.clock(), new_id=self.new_id)
        )

    def change(self, review: StoredReview, *changes: Change, expected: int | None = None) -> StoredReview:
        for one in changes:
            with self.work() as session:
                review = answering.change(
                    session, review.id, one, who=review.reviewer, at=self.clock(), expected=expected
                )
        return review

    def submit(self, review: StoredReview) -> StoredReview:
        return self.run(  # type: ignore[no-any-return]
            lambda session: answering.submit(
                session, review.id, who=review.reviewer, at=self.clock(), new_id=self.new_id
            )
        )

    def answer(self, who: str, *changes: Change) -> StoredReview:
        """Take, answer and submit the next task; a content customer unless told."""
        return self.submit(self.change(self.begin(who), *(changes or (TellDissatisfied(False),))))


def spoken(factor: str) -> Attribution:
    """A claim by words of the call."""
    return replace(claim(factor), evidence=(Evidence(1, 2, 6, "转不出去"),))


FAULT, FEE = spoken("product.error"), spoken("rule.fee")
