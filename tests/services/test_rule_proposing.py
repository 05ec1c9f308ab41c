import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Engine as Database
from sqlalchemy.orm import Session

from tests.builders import NOW
from tests.services.rule_proposals import proposed, wording
from voc.domain.choices import SHIPPED
from voc.domain.rule_proposal import ProposalState, RuleProposal
from voc.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from voc.nlp.language import Language, language_with, shipped_rule_texts, shipped_rules_folder
from voc.services import rule_proposing
from voc.services.auditing import Stamp
from voc.services.rule_checking import Checked, checked
from voc.services.rule_proposing import Wording
from voc.services.rule_sets import RuleSets, find_set
from voc.storage.audit import AuditLog
from voc.storage.engine import sessions
from voc.storage.rule_proposals import RuleProposals

INSPECTOR, LEAD = Stamp("u-inspector", NOW), Stamp("u-lead", NOW)


class House:
    """Rules and proposals of a database; every call is one transaction."""

    def __init__(self, database: Database, sets: RuleSets, language: Language) -> None:
        self.database, self.sets, self.language = database, sets, language

    def run(self, act: Callable[[Session], Any]) -> Any:
        with sessions(self.database).begin() as session:
            return act(session)

    def checked(self, said: Wording) -> Checked:
        return checked(said.lines, shipped_rule_texts() | self.sets.added(self.sets.in_use()), self.language)

    def propose(self, said: Wording, id: str = "p-1") -> RuleProposal:
        found = self.checked(said)
        return self.run(  # type: ignore[no-any-return]
            lambda session: rule_proposing.propose(session, said, found, id=id, stamp=INSPECTOR)
        )

    def promote(self, id: str = "p-1", reason: str = "准", stamp: Stamp = LEAD) -> RuleProposal:
        def act(session: Session) -> RuleProposal:
            known = RuleProposals(session).hold(id)
            return rule_proposing.promote(session, self.sets, known, self.language, reason=reason, stamp=stamp)

        found: RuleProposal = self.run(act)
        return found

    def roll_back(self, to: str | None = None, reason: str = "误报") -> str:
        listed = self.run(lambda s: rule_proposing.roll_back(s, self.sets, to=to, reason=reason, stamp=LEAD))
        return str(listed.id)

    def get(self, id: str = "p-1") -> RuleProposal:
        found: RuleProposal = self.run(lambda session: RuleProposals(session).get(id))
        return found

    def noted(self) -> list[tuple[str, str, str, Any]]:
        entries = self.run(lambda session: list(AuditLog(session).chain()))
        return [(e.actor_id, e.action, e.object_id, json.loads(e.facts)["change"]) for e in entries]

    def rules(self) -> set[str]:
        """Ids of the rules in use that were added."""
        folder = self.sets.place(self.sets.in_use())
        return {rule.id for rule in language_with(folder).rules.rules if rule.id.startswith("own.")}


@pytest.fixture
def house(database: Database, tmp_path: Path, language: Language) -> House:
    return House(database, RuleSets(tmp_path / "rules", shipped_rules_folder()), language)


def test_a_proposal_comes_into_use_when_a_lead_promotes_it(house: House) -> None:
    said = Wording(proposed().replace("\n", "\r\n"), " 客户常说 ")
    given = house.propose(said)
    assert (given.factor, given.proposer, given.reason, given.text) == (
        *("product.speed", "u-inspector", "客户常说"),
        proposed(),
    )
    assert house.rules() == set()
    promoted = house.promote()
    assert house.get() == promoted
    assert (promoted.state, promoted.decision, promoted.own_decision) == (ProposalState.PROMOTED, "准", False)
    assert (house.sets.in_use(), house.rules()) == (promoted.set_id, {"own.slow"})
    assert house.noted() == [
        ("u-inspector", "rule.propose", "p-1", "proposed"),
        ("u-lead", "rule.promote", "p-1", "promoted"),
    ]


def test_whoever_promotes_his_own_is_recorded(house: House) -> None:
    house.propose(wording())
    assert house.promote(stamp=INSPECTOR).own_decision


def test_what_is_promoted_later_stands_beside_what_is_in_use(house: House) -> None:
    first = house.propose(wording())
    house.propose(wording("乌龟爬", id="own.slower"), "p-2")
    first, second = house.promote(), house.promote("p-2")
    assert house.rules() == {"own.slow", "own.slower"}
    assert first.set_id != second.set_id
    assert find_set(house.sets, str(second.set_id)).proposals == ("p-1", "p-2")


def test_a_proposal_needs_a_reason(house: House) -> None:
    with pytest.raises(InputError, match="理由"):
        house.propose(wording(reason=" "))
    with pytest.raises(NotFoundError):
        house.get()


def test_a_proposal_that_has_become_unsound_is_not_promoted(house: House) -> None:
    house.propose(wording())
    house.propose(wording("乌龟爬"), "p-2")
    house.promote()
    with pytest.raises(ConflictError, match="提案现在不成立"):
        house.promote("p-2")
    assert house.get("p-2").state is ProposalState.OPEN


def test_an_amendment_is_the_proposers(house: House) -> None:
    known = house.propose(wording())
    changed = wording("蜗牛一样", "更准", factor="product.stability")
    found = house.checked(changed)
    amended = house.run(lambda s: rule_proposing.amend(s, known, changed, found, stamp=INSPECTOR))
    assert (amended.version, amended.factor, amended.reason) == (2, "product.stability", "更准")
    assert house.get() == amended
    with pytest.raises(ForbiddenError):
        house.run(lambda s: rule_proposing.amend(s, amended, changed, found, stamp=LEAD))
    assert house.get() == amended


def test_a_proposal_may_be_withdrawn_or_rejected_with_a_reason(house: House) -> None:
    mine, other = house.propose(wording()), house.propose(wording(id="own.other"), "p-2")
    house.run(lambda s: rule_proposing.withdraw(s, mine, stamp=INSPECTOR))
    house.run(lambda s: rule_proposing.reject(s, other, reason="太宽", stamp=LEAD))
    assert (house.get().state, house.get("p-2").state) == (ProposalState.WITHDRAWN, ProposalState.REJECTED)
    assert [change for *_, change in house.noted()[2:]] == ["withdrawn", "rejected"]
    with pytest.raises(ConflictError, match="提案撤回"):
        house.promote()


def test_reasons_are_kept_without_personal_data(house: House) -> None:
    heard, shown = "客户电话13800138000", "客户电话***********"
    assert house.propose(wording(reason=heard)).reason == shown
    assert house.promote(reason=heard).decision == house.get().decision == shown
    house.roll_back(reason=heard)
    assert [event.reason for event in house.sets.history().events] == [shown, shown]
    other = house.propose(wording(id="own.other"), "p-2")
    changed = wording(id="own.other", reason=heard)
    amended = house.run(lambda s: rule_proposing.amend(s, other, changed, house.checked(changed), stamp=INSPECTOR))
    assert amended.reason == shown
    rejected = house.run(lambda s: rule_proposing.reject(s, amended, reason=heard, stamp=LEAD))
    assert (rejected.decision, house.get("p-2").decision) == (shown, shown)


def test_an_earlier_set_is_gone_back_to(house: House) -> None:
    sets = []
    for n in (1, 2, 3):
        house.propose(wording(f"爬{n}爬", id=f"own.s{n}"), f"p-{n}")
        sets.append(str(house.promote(f"p-{n}").set_id))
    assert house.roll_back() == sets[1]
    assert house.rules() == {"own.s1", "own.s2"}
    with pytest.raises(ConflictError, match="不能退回"):
        house.roll_back(sets[2])
    assert house.roll_back("shipped") == "shipped"
    assert house.sets.in_use() is SHIPPED
    with pytest.raises(ConflictError, match="没有可以退回的规则集"):
        house.roll_back()
    with pytest.raises(NotFoundError):
        house.roll_back("none")
    assert house.noted()[-2:] == [
        ("u-lead", "rule.promote", sets[1], "rolled_back"),
        ("u-lead", "rule.promote", "shipped", "rolled_back"),
    ]


def test_a_damaged_set_is_passed_over(house: House) -> None:
    for n in (1, 2):
        house.propose(wording(f"爬{n}爬", id=f"own.s{n}"), f"p-{n}")
        house.promote(f"p-{n}")
    first = str(house.get().set_id)
    (house.sets.place(first) / "p-1.toml").unlink()
    with pytest.raises(ConflictError, match="不能退回：规则集"):
        house.roll_back(first)
    assert house.roll_back() == "shipped"


def test_a_promotion_whose_transaction_failed_is_completed_by_promoting_again(house: House) -> None:
    house.propose(wording())

    def failing(session: Session) -> None:
        known = RuleProposals(session).hold("p-1")
        rule_proposing.promote(session, house.sets, known, house.language, reason="准", stamp=LEAD)
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        house.run(failing)
    assert (house.get().state, house.rules()) == (ProposalState.OPEN, {"own.slow"})
    assert house.promote().set_id == house.sets.in_use()
    assert len(house.sets.history().events) == 1
