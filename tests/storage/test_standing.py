from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy.orm import Session

from tests.builders import finding
from tests.storage.builders import LATER, NOW, analysis, call, claim, hashed
from tests.storage.reviewing import draft
from voc.domain.account import Actor, Role
from voc.domain.attribution import AbstainReason
from voc.domain.permission import Action, allowed
from voc.domain.review import Source
from voc.domain.reviewing.changes import Change, PutFinding, TellDissatisfied
from voc.domain.reviewing.history import Submit
from voc.domain.reviewing.tasks import Purpose, Task
from voc.domain.taxonomy import Cause
from voc.storage.access import nobody_assigned
from voc.storage.analyses import Analyses
from voc.storage.counting import Counts
from voc.storage.listing import ContactOrder, ContactQuery, Place, list_contacts
from voc.storage.records import Records
from voc.storage.review_tasks import ReviewTasks
from voc.storage.reviews import Reviews
from voc.storage.standing import Named, Standing, standing_verdicts

CONFLICT = {"abstain_reason": AbstainReason.CONFLICT}
CLAIMS = (
    analysis("C-1", claim()),
    analysis("C-2", claim()),
    replace(analysis("C-3", claim("rule.channel")), **CONFLICT),  # type: ignore[arg-type]
    replace(analysis("C-4", claim("rule.channel")), **CONFLICT),  # type: ignore[arg-type]
    analysis("C-5"),
    analysis("C-6"),
)


@pytest.fixture
def keys(session: Session) -> dict[str, int]:
    """Seven calls: people decided on C-2 (content), C-4 and C-6 (rules) and C-7, which is not analysed; C-5 has a
    draft.
    """
    names = [f"C-{n}" for n in range(1, 8)]
    stored = Records(session).store("crm", hashed(*map(call, names)), at=NOW).contact_keys
    keys = dict(zip(names, stored, strict=True))
    Analyses(session).save([(keys[one.contact_id], 1, one) for one in CLAIMS], at=NOW)
    _decide(session, keys["C-2"], TellDissatisfied(False))
    _decide(session, keys["C-4"], PutFinding(finding("rule.fee", texts=['"cause": "person"'])))
    _decide(session, keys["C-6"], PutFinding(finding("product.speed")), PutFinding(finding("rule.channel")))
    _decide(session, keys["C-7"], PutFinding(finding("person.attitude")))
    draft(session, keys["C-5"], "R-draft")
    return keys


def _decide(session: Session, key: int, *changes: Change) -> None:
    reviews = Reviews(session)
    review = draft(session, key, f"R-{key}")
    for step in (*changes, Submit()):
        review = reviews.advance(review, step, by="王检", at=LATER)
    reviews.let_count(review)


def _found(session: Session, query: ContactQuery, *, who: str = "u", limit: int = 9) -> str:
    reach = allowed(Actor(who, frozenset({Role.QA_LEAD})), Action.CONTACT_READ)
    names: list[str] = []
    place: Place | None = None
    while True:
        page = list_contacts(
            session, query, reach=reach, assigned=nobody_assigned, order=ContactOrder.OLDEST, after=place, limit=limit
        )
        names += [one.external_id.removeprefix("C-") for one in page]
        if len(page) < limit:
            return " ".join(names)
        place = page[-1].place(ContactOrder.OLDEST)


def test_a_person_s_verdict_stands_before_the_machine_s_and_says_so(session: Session, keys: dict[str, int]) -> None:
    found = standing_verdicts(session, list(keys.values()), who=None)
    told = {name: _told(found[key]) for name, key in keys.items()}
    assert told == {
        "C-1": (Source.MACHINE, True, (Cause.PRODUCT,), None),
        "C-2": (Source.PERSON, False, (), f"R-{keys['C-2']}"),
        "C-3": (Source.MACHINE, True, (Cause.RULE,), None),
        "C-4": (Source.PERSON, True, (Cause.RULE,), f"R-{keys['C-4']}"),
        "C-5": (Source.MACHINE, False, (), None),
        "C-6": (Source.PERSON, True, (Cause.PRODUCT, Cause.RULE), f"R-{keys['C-6']}"),
        "C-7": (Source.PERSON, True, (Cause.PERSON,), f"R-{keys['C-7']}"),
    }
    assert [name for name, key in keys.items() if found[key].verdict.pending] == ["C-3"]


def _told(one: Standing) -> tuple[Source, bool, tuple[Cause, ...], str | None]:
    return one.verdict.source, one.verdict.dissatisfied, one.verdict.causes, one.review_id


def test_it_is_the_verdict_that_is_counted(session: Session, keys: dict[str, int]) -> None:
    found = standing_verdicts(session, list(keys.values()), who=None)
    counted = dict(Counts(session).keyed())
    assert {key: one.verdict for key, one in counted.items()} == {
        key: one.verdict for key, one in found.items() if key != keys["C-7"]
    }


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ContactQuery(dissatisfied=True), "1 4 6 7"),
        (ContactQuery(dissatisfied=False), "2 5"),
        (ContactQuery(cause=Cause.RULE), "4 6"),
        (ContactQuery(cause=Cause.PERSON), "7"),
        (ContactQuery(factor="product.error"), "1"),
        (ContactQuery(cause=Cause.RULE, factor="rule.fee"), "4"),
        (ContactQuery(cause=Cause.RULE, factor="product.speed"), ""),
        (ContactQuery(reviewed=True), "2 4 6 7"),
        (ContactQuery(reviewed=False), "1 3 5"),
        (ContactQuery(abstained=True, reviewed=False), "3"),
        (ContactQuery(dissatisfied=True, by_machine=True), "1 2 3 4"),
        (ContactQuery(factor="rule.channel", by_machine=True), "3 4"),
        (ContactQuery(dissatisfied=True, by_machine=True, reviewed=True), "2 4"),
    ],
)
@pytest.mark.parametrize("limit", [1, 2, 9])
def test_contacts_are_found_by_the_verdict_that_stands(
    session: Session, query: ContactQuery, expected: str, limit: int
) -> None:
    assert _found(session, query, limit=limit) == expected


def test_what_is_found_is_what_is_shown(session: Session, keys: dict[str, int]) -> None:
    shown = standing_verdicts(session, list(keys.values()), who="u")
    says: Callable[[str], Standing] = lambda name: shown[keys[name]]  # noqa: E731
    for dissatisfied, cause in product((True, False), Cause):
        query = ContactQuery(dissatisfied=dissatisfied, cause=cause)
        expected = [
            name.removeprefix("C-")
            for name in keys
            if not says(name).verdict.pending
            and says(name).verdict.dissatisfied is dissatisfied
            and cause in says(name).verdict.causes
        ]
        assert _found(session, query) == " ".join(expected)


def test_who_has_still_to_answer_without_help_is_told_and_finds_the_machine_s(
    session: Session, keys: dict[str, int]
) -> None:
    task = Task("T-1", keys["C-2"], Purpose.SAMPLE, "P-1", assignee="李检")
    ReviewTasks(session).add([task], at=NOW)
    (blind,) = standing_verdicts(session, [keys["C-2"]], who="李检").values()
    assert _told(blind) == (Source.MACHINE, True, (Cause.PRODUCT,), None)
    assert _found(session, ContactQuery(dissatisfied=True), who="李检") == "1 2 4 6 7"
    assert _found(session, ContactQuery(reviewed=True), who="李检") == "4 6 7"
    assert _found(session, ContactQuery(reviewed=True), who="张检") == "2 4 6 7"


@pytest.mark.parametrize(("code", "expected"), [("rule", Named("rule")), ("rule.fee", Named(factor="rule.fee"))])
def test_a_code_names_a_cause_or_a_factor(code: str, expected: Named) -> None:
    assert Named.of(code) == expected
