"""Sampling plans: drawing contacts, making their tasks, and what the reviewed ones say about all."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from voc.domain.evaluation import Figure
from voc.domain.expressions import NamedLists
from voc.domain.permission import Action
from voc.domain.reviewing.estimates import Observation, estimated_share
from voc.domain.reviewing.plans import Criteria, SamplingPlan
from voc.domain.reviewing.quotas import require_room
from voc.domain.reviewing.sampling import Candidate, Design, Drawn, Quota, Stratum, draw
from voc.domain.reviewing.tasks import Purpose, Task, TaskState
from voc.domain.sequences import chunked
from voc.domain.taxonomy import Cause
from voc.errors import InputError
from voc.nlp.language import Language
from voc.nlp.rules import Search, parse
from voc.nlp.scenes import scene_of
from voc.services.auditing import Stamp, note
from voc.services.progress import Progress, silent
from voc.services.remarks import masked
from voc.services.reviews.settling import settle_sample
from voc.storage.contacts import Contacts
from voc.storage.locking import lock_contact, lock_name
from voc.storage.review_plans import SamplingPlans
from voc.storage.review_tasks import ReviewTasks, TaskFilter
from voc.storage.reviews import Reviews

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Wish:
    """A plan as somebody asks for it."""

    name: str
    criteria: Criteria
    design: Design
    quotas: tuple[Quota, ...] = ()

    def __post_init__(self) -> None:
        if len({quota.inspector for quota in self.quotas}) < len(self.quotas):
            raise InputError("一位质检员只能有一个配额")


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """A plan, its tasks by state, and the estimated shares of all its contacts: dissatisfied, and of each cause.

    `complete`: every contact of the sample is decided, so that all of them count in the estimates.
    """

    plan: SamplingPlan
    tasks: dict[TaskState, int]
    complete: bool
    dissatisfied: Figure
    causes: dict[Cause, Figure]

    @property
    def version(self) -> int:
        return _version(self.tasks)


@dataclass(frozen=True, slots=True)
class Sample:
    """The contacts drawn for a wish, in the order of the queue; `population` counts those it was drawn from."""

    population: int
    drawn: tuple[Drawn, ...]


def draw_sample(session: Session, wish: Wish, *, language: Language, progress: Progress = silent) -> Sample:
    """What a plan would ask for; nothing is written (sampling.write).

    The same wish on the same contacts draws the same ones. InputError where no contact fits or the quotas leave tasks
    to nobody, ExpressionError for an expression that cannot be read.
    """
    found = list(SamplingPlans(session).candidates(wish.criteria))
    if wish.criteria.expression is not None:
        kept = _fitting(session, found, wish.criteria.expression, language.rule_set.lists, language, progress)
        found = list(kept)
    if not found:
        raise InputError("没有符合条件的接触，没有建立抽检计划")
    drawn = draw(found, wish.design)
    require_room(wish.quotas, drawn)
    return Sample(len(found), drawn)


def record_plan(
    session: Session, wish: Wish, sample: Sample, *, stamp: Stamp, new_id: Callable[[], str], by: str | None = None
) -> SamplingPlan:
    """Write down how a sample was drawn, and put its tasks into the queue (sampling.write).

    `by` is whose plan it is said to be, where that is not who makes it.
    """
    whose, at = by or stamp.by, stamp.at
    plan = SamplingPlan(
        new_id(), masked(wish.name), whose, at, wish.criteria, wish.design, wish.quotas, sample.population
    )
    SamplingPlans(session).add(plan)
    ReviewTasks(session).add(list(_tasks(plan, sample.drawn, new_id)), at=at)
    facts = {"population": plan.population, "contacts": len(sample.drawn)}
    note(session, stamp, Action.SAMPLING_WRITE, "plan", plan.id, change="made", **facts)
    return plan


def held_version(session: Session, plan_id: str) -> int:
    """The version of a plan that nobody else closes until the transaction ends; NotFoundError where there is none."""
    lock_name(session, f"sampling_plan:{plan_id}")
    plan = SamplingPlans(session).read(plan_id)
    return _version(ReviewTasks(session).counts([plan.id])[plan.id])


def close_plan(session: Session, plan_id: str, *, stamp: Stamp, new_id: Callable[[], str]) -> int:
    """Ask nobody any more; how many tasks were withdrawn (sampling.write).

    A contact that one of two has answered is counted by that answer.
    """
    tasks = ReviewTasks(session)
    plan = SamplingPlans(session).read(plan_id)
    unfinished = TaskFilter(origin=plan.id, states=(TaskState.OPEN, TaskState.LEASED))
    withdrawn = 0
    for key in sorted({task.contact_key for task in tasks.find(unfinished)}):
        # The contact first, as everywhere: somebody may be submitting one of its tasks.
        lock_contact(session, key)
        for task in tasks.find(replace(unfinished, contact_key=key)):
            tasks.save(tasks.read(task.id).withdrawn())
            withdrawn += 1
        settle_sample(session, plan.id, key, at=stamp.at, new_id=new_id)
    note(session, stamp, Action.SAMPLING_WRITE, "plan", plan.id, change="closed", withdrawn=withdrawn)
    return withdrawn


def plan_progress(session: Session, plan_id: str) -> PlanProgress:
    """How far a plan is, and what it says so far (sampling.write, frequency.read)."""
    plan = SamplingPlans(session).read(plan_id)
    tasks = ReviewTasks(session).find(TaskFilter(origin=plan.id))
    places = {task.contact_key: task for task in tasks}
    reviews = {
        key: review
        for key, review in Reviews(session).counting(places).items()
        if places[key].state in (TaskState.DONE, TaskState.WITHDRAWN)
    }
    complete = len(reviews) == len(places)

    def share(holds: Callable[[int], bool]) -> Figure:
        return estimated_share([_observed(places[key], holds(key)) for key in sorted(reviews)], complete=complete)

    return PlanProgress(
        plan,
        ReviewTasks(session).counts([plan.id])[plan.id],
        complete,
        share(lambda key: bool(reviews[key].answer.dissatisfied)),
        {cause: share(lambda key, cause=cause: cause in reviews[key].answer.causes) for cause in Cause},  # type: ignore[misc]
    )


def _version(tasks: dict[TaskState, int]) -> int:
    """Only closing a plan withdraws its tasks, and nothing else of a plan is changed by anybody."""
    return 1 + tasks[TaskState.WITHDRAWN]


def _observed(task: Task, holds: bool) -> Observation:
    return Observation(task.stratum or Stratum.VALUED, task.probability or 1.0, holds)


def _tasks(plan: SamplingPlan, drawn: Iterable[Drawn], new_id: Callable[[], str]) -> Iterator[Task]:
    for position, one in enumerate(drawn):
        for seat in (1, 2) if one.doubled else (1,):
            yield Task(
                id=new_id(),
                contact_key=one.key,
                purpose=Purpose.SAMPLE,
                origin=plan.id,
                seat=seat,
                position=position,
                stratum=one.stratum,
                probability=one.probability,
            )


def _fitting(
    session: Session,
    candidates: Sequence[Candidate],
    expression: str,
    lists: NamedLists,
    language: Language,
    progress: Progress,
) -> Iterator[Candidate]:
    """Those in whose (masked) text the expression holds."""
    search = Search(parse(expression, lists=lists), lists)
    contacts = Contacts(session)
    done = 0
    for chunk in chunked(candidates, _CHUNK):
        for candidate, stored in zip(chunk, contacts.load([one.key for one in chunk]), strict=True):
            if search.hits(scene_of(stored.contact, language)) is not None:
                yield candidate
        done += len(chunk)
        progress(done, len(candidates))
