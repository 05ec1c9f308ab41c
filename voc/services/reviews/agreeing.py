"""How far inspectors agree, and how precise rules are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo

from sqlalchemy.orm import Session

from voc.domain.agreement.report import AgreementReport, Rated, agreement_report
from voc.domain.agreement.rules import RulePrecision, rule_precision
from voc.domain.permission import Reach
from voc.domain.review import Review, ReviewStatus
from voc.domain.reviewing.history import first_submission, submission
from voc.domain.reviewing.tasks import Purpose, TaskState
from voc.storage.analyses import Analyses
from voc.storage.review_tasks import ReviewTasks, TaskFilter
from voc.storage.reviews import Reviews, StoredReview


def double_reviews(
    session: Session, *, since: datetime | None = None, until: datetime | None = None
) -> tuple[Rated, ...]:
    """Contacts that two inspectors of a plan answered without knowing of each other, by when the last answer came."""
    tasks = ReviewTasks(session).find(TaskFilter(states=(TaskState.DONE,)))
    by_id = {task.id: (task.origin, task.contact_key) for task in tasks if task.purpose is Purpose.SAMPLE}
    given: dict[tuple[str, int], list[StoredReview]] = defaultdict(list)
    for one in Reviews(session).of_tasks(by_id):
        if one.status is ReviewStatus.FINAL and one.task_id is not None:
            given[by_id[one.task_id]].append(one)
    rated = [Rated(own[0].contact_id, _as_blind(session, own)) for own in given.values() if len(own) > 1]
    within = [r for r in rated if (not since or r.answered_at >= since) and (not until or r.answered_at < until)]
    return tuple(sorted(within, key=lambda one: (one.answered_at, one.contact_id)))


def _as_blind(session: Session, reviews: Sequence[StoredReview]) -> tuple[Review, ...]:
    """The answers as they were when all had given one: what is changed later is changed in sight of the others'."""
    events = {one.id: Reviews(session).events(one.id) for one in reviews}
    shown = max(map(first_submission, events.values()))
    found = []
    for one in reviews:
        state, at = submission(events[one.id], revision=one.begun_revision, until=shown)
        found.append(replace(one, state=state, changed_at=at).review())
    return tuple(found)


def agreement(
    session: Session, *, zone: tzinfo, since: datetime | None = None, until: datetime | None = None
) -> AgreementReport:
    """Agreement on everything that was reviewed twice (calibration.write)."""
    return agreement_report(double_reviews(session, since=since, until=until), zone=zone)


def seen_agreement(
    session: Session,
    *,
    reach: Reach,
    zone: tzinfo,
    since: datetime | None = None,
    until: datetime | None = None,
) -> AgreementReport:
    """Agreement as somebody may see it (agreement.read).

    Who sees own answers only is told of the contacts that both answered, and of others neither name nor figures.
    """
    rated = double_reviews(session, since=since, until=until)
    if reach.unlimited:
        return agreement_report(rated, zone=zone)
    me = reach.actor.user_id
    own = [one for one in rated if any(review.reviewer == me for review in one.reviews)]
    report = agreement_report(own, zone=zone)
    mine = tuple(row for row in report.inspectors if row.inspector == me)
    return replace(report, pairs=(), inspectors=mine)


def seen_rule_precisions(session: Session, *, reach: Reach) -> tuple[RulePrecision, ...]:
    """How precise each rule is; by their own verdicts alone for who sees own answers only (agreement.read)."""
    return rule_precisions(session, reviewer=None if reach.unlimited else reach.actor.user_id)


def rule_precisions(session: Session, *, reviewer: str | None = None) -> tuple[RulePrecision, ...]:
    """How precise each rule is, by the reviews that count and the analyses that they stand beside (frequency.read).

    By those of one reviewer alone where one is named.
    """
    reviews = [one for one in Reviews(session).all_counting() if reviewer in (None, one.reviewer)]
    analyses = Analyses(session).verdicts([review.contact_key for review in reviews])
    return rule_precision(
        (review.contact_key, analyses[review.contact_key], review.review())
        for review in reviews
        if review.contact_key in analyses
    )
