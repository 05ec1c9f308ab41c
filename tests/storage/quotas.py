"""Plans with quotas for the tests of handing out."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from tests.storage.builders import NOW
from tests.storage.people import inspector, stored
from tests.storage.reviewing import contacts
from voc.domain.reviewing.plans import Criteria, SamplingPlan
from voc.domain.reviewing.sampling import Design, Quota
from voc.domain.reviewing.tasks import Purpose, Task
from voc.storage.review_plans import SamplingPlans
from voc.storage.review_tasks import ReviewTasks


def hired(session: Session, *names: str) -> None:
    """Inspectors `u-a` and so on, who can review."""
    stored(session, *map(inspector, names))


def limited(session: Session, seats: Sequence[int], quotas: Mapping[str, int], id: str = "P-1") -> ReviewTasks:
    """A plan with so many seats of each contact, T-0-1 and so on, in the order of the queue."""
    given = tuple(Quota(f"u-{name}", count) for name, count in quotas.items())
    plan = SamplingPlan(id, "十一月", "赵主管", NOW, Criteria(), Design(len(seats)), given, len(seats))
    SamplingPlans(session).add(plan)
    tasks = ReviewTasks(session)
    tasks.add(
        [
            Task(f"T-{n}-{seat}", key, Purpose.SAMPLE, id, seat=seat, position=n)
            for n, key in enumerate(contacts(session, len(seats)))
            for seat in range(1, seats[n] + 1)
        ],
        at=NOW,
    )
    return tasks
