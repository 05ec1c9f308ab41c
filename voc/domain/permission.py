"""Who may do what. The one place where it is decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from voc.domain.account import Actor, Role


class Action(StrEnum):
    """What may be asked for; API tokens name these as their scopes."""

    CONTACT_READ = "contact.read"
    ANALYZE = "analyze"
    SEARCH = "search"
    REVIEW_READ = "review.read"
    REVIEW_WRITE = "review.write"
    ADJUDICATE = "adjudicate"
    REVIEWER_READ = "reviewer.read"
    SAMPLING_WRITE = "sampling.write"
    CALIBRATION_WRITE = "calibration.write"
    CALIBRATION_ANSWER = "calibration.answer"
    APPEAL_READ = "appeal.read"
    APPEAL_FILE = "appeal.file"
    APPEAL_FORWARD = "appeal.forward"
    APPEAL_DECIDE = "appeal.decide"
    AGREEMENT_READ = "agreement.read"
    FREQUENCY_READ = "frequency.read"
    EXPORT_READ = "export.read"
    TAXONOMY_READ = "taxonomy.read"
    RULE_READ = "rule.read"
    RULE_PROPOSE = "rule.propose"
    RULE_PROMOTE = "rule.promote"
    MODEL_READ = "model.read"
    MODEL_PROMOTE = "model.promote"
    IMPORT_WRITE = "import.write"
    REANALYSIS_WRITE = "reanalysis.write"
    JOB_READ = "job.read"
    JOB_CANCEL = "job.cancel"
    REJECTS_READ = "rejects.read"
    TEAM_READ = "team.read"
    USER_READ = "user.read"
    USER_WRITE = "user.write"
    TOKEN_READ = "token.read"
    TOKEN_WRITE = "token.write"
    AUDIT_READ = "audit.read"


class Extent(StrEnum):
    """How far a permission goes."""

    ALL = "all"
    ASSIGNED = "assigned"
    OWN = "own"
    OWN_TEAM = "own_team"
    OWN_DEPARTMENTS = "own_departments"


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One role's permission: how far it goes, and whether it shows which agent it was."""

    extent: Extent
    agent_names: bool = True


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose an object is, as far as permissions ask. `assigned` holds the users to whom it was given for review.

    For a contact, agent and team are those of its call, and departments all that answer for one of its findings. For
    what a person made, `owner` is that person.
    """

    agent_id: str | None = None
    team: str | None = None
    departments: frozenset[str] = frozenset()
    assigned: frozenset[str] = frozenset()
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """All that an actor's roles grant for one action; empty where it is forbidden."""

    actor: Actor
    grants: frozenset[Grant]

    def __bool__(self) -> bool:
        return bool(self.grants)

    @property
    def extents(self) -> frozenset[Extent]:
        return frozenset(grant.extent for grant in self.grants)

    @property
    def unlimited(self) -> bool:
        return Extent.ALL in self.extents

    @property
    def whole_with_names(self) -> bool:
        """Everything, and with agents' names."""
        return Grant(Extent.ALL) in self.grants

    @property
    def always_shows_agent(self) -> bool:
        """Whether nothing within reach hides which agent it is about."""
        return all(grant.agent_names for grant in self.grants)

    def covers(self, of: Belonging) -> bool:
        """Whether an object may be reached at all."""
        return any(_holds(grant.extent, self.actor, of) for grant in self.grants)

    def shows_agent(self, of: Belonging) -> bool:
        """Whether it may also be told which agent an object is about."""
        return any(grant.agent_names and _holds(grant.extent, self.actor, of) for grant in self.grants)


def allowed(actor: Actor, action: Action) -> Reach:
    """How far an actor may go with an action: what any of the roles grants, nothing that a token's scopes leave out."""
    if actor.scopes is not None and action.value not in actor.scopes:
        return Reach(actor, frozenset())
    return Reach(actor, frozenset(TABLE[action][role] for role in actor.roles if role in TABLE[action]))


def roles_with(action: Action) -> frozenset[Role]:
    """The roles that grant an action, however far."""
    return frozenset(TABLE[action])


def _holds(extent: Extent, actor: Actor, of: Belonging) -> bool:
    match extent:
        case Extent.ALL:
            return True
        case Extent.ASSIGNED:
            return actor.user_id in of.assigned
        case Extent.OWN:
            mine = actor.agent_id is not None and actor.agent_id == of.agent_id
            return mine or of.owner == actor.user_id
        case Extent.OWN_TEAM:
            return actor.team is not None and actor.team == of.team
    return not actor.departments.isdisjoint(of.departments)


_ALL = Grant(Extent.ALL)
_NAMELESS = Grant(Extent.ALL, agent_names=False)
_ASSIGNED = Grant(Extent.ASSIGNED)
_OWN = Grant(Extent.OWN)
_TEAM = Grant(Extent.OWN_TEAM)
_DEPARTMENT = Grant(Extent.OWN_DEPARTMENTS, agent_names=False)
# Names as short as those of a table's head.
_I, _Q, _A, _T, _P, _D, _R = Role
_READERS = {_I: _ASSIGNED, _Q: _ALL, _A: _OWN, _T: _TEAM, _P: _NAMELESS, _D: _DEPARTMENT, _R: _ALL}
_COUNTS = {_I: _ALL, _Q: _ALL, _A: _OWN, _T: _TEAM, _P: _NAMELESS, _D: _DEPARTMENT, _R: _ALL}


def _everyone(grant: Grant, roles: Iterable[Role] = tuple(Role)) -> Mapping[Role, Grant]:
    return dict.fromkeys(roles, grant)


TABLE: Mapping[Action, Mapping[Role, Grant]] = {
    Action.CONTACT_READ: _READERS,
    Action.SEARCH: _READERS,
    Action.ANALYZE: _everyone(_ALL),
    Action.REVIEW_READ: {_I: _ASSIGNED, _Q: _ALL, _A: _OWN, _T: _TEAM, _R: _ALL},
    Action.REVIEW_WRITE: {_I: _ASSIGNED, _Q: _ALL},
    Action.ADJUDICATE: {_Q: _ALL},
    Action.REVIEWER_READ: _everyone(_ALL, (_Q, _R)),
    Action.SAMPLING_WRITE: {_Q: _ALL},
    Action.CALIBRATION_WRITE: {_Q: _ALL},
    Action.CALIBRATION_ANSWER: {_I: _ASSIGNED, _Q: _ALL},
    Action.APPEAL_READ: {_I: _ASSIGNED, _Q: _ALL, _A: _OWN, _T: _TEAM, _R: _ALL},
    Action.APPEAL_FILE: {_A: _OWN},
    Action.APPEAL_FORWARD: {_T: _TEAM},
    Action.APPEAL_DECIDE: {_Q: _ALL},
    Action.AGREEMENT_READ: {_I: _OWN, _Q: _ALL, _R: _ALL},
    Action.FREQUENCY_READ: _COUNTS,
    Action.EXPORT_READ: _COUNTS,
    Action.TAXONOMY_READ: _everyone(_ALL),
    Action.RULE_READ: _everyone(_ALL, (_I, _Q, _P, _R)),
    Action.RULE_PROPOSE: _everyone(_ALL, (_I, _Q, _P, _R)),
    Action.RULE_PROMOTE: _everyone(_ALL, (_Q, _R)),
    Action.MODEL_READ: _everyone(_ALL, (_I, _Q, _P, _R)),
    Action.MODEL_PROMOTE: _everyone(_ALL, (_Q, _R)),
    Action.IMPORT_WRITE: {_R: _ALL},
    Action.REANALYSIS_WRITE: _everyone(_ALL, (_Q, _R)),
    Action.JOB_READ: {_Q: _OWN, _R: _ALL},
    Action.JOB_CANCEL: {_Q: _OWN, _R: _ALL},
    Action.REJECTS_READ: {_Q: _OWN, _R: _ALL},
    Action.TEAM_READ: _everyone(_ALL, (_Q, _R)),
    Action.USER_READ: {_R: _ALL},
    Action.USER_WRITE: {_R: _ALL},
    Action.TOKEN_READ: {_R: _ALL},
    Action.TOKEN_WRITE: {_R: _ALL},
    Action.AUDIT_READ: _everyone(_ALL, (_Q, _R)),
}
