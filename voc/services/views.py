"""What somebody may count: all, some agents' calls, or what a department answers for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from voc.domain.painpoint import Counted
from voc.domain.permission import Extent, Reach
from voc.domain.report import DepartmentMap, seen_by
from voc.errors import ForbiddenError, InputError, NotFoundError
from voc.services.access import Access
from voc.storage.links import Links


@dataclass(frozen=True, slots=True)
class CountingView:
    """`agents` None: anybody's calls; `department` None: whoever answers for them. `label` names it on a sheet."""

    access: Access
    agents: tuple[str, ...] | None
    department: str | None
    label: str

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.agents is None and self.department is None

    def __call__(self, contacts: Iterable[Counted]) -> Iterator[Counted]:
        for contact in contacts:
            seen = self._seen(contact)
            if seen is not None:
                yield seen

    @property
    def departments(self) -> DepartmentMap:
        """The table by which a report is divided; with one part alone, where it is not a department's."""
        return self.access.departments if self.department is not None else DepartmentMap((), self.label)

    def _seen(self, contact: Counted) -> Counted | None:
        if self.department is None:
            return contact
        return seen_by(contact, self.department, self.access.departments, self.access.objects)


def counting_view(session: Session, *, reach: Reach, access: Access, department: str | None) -> CountingView:
    """What an actor counts; of a department, where one is named or the actor sees nothing else.

    Raises
    ------
    NotFoundError
        There is no such department.
    ForbiddenError
        It is not one of the actor's.
    InputError
        The actor has several departments and names none.
    """
    extents, actor = reach.extents, reach.actor
    if department is not None or extents == {Extent.OWN_DEPARTMENTS}:
        return _of_department(_named(department, reach), reach, access)
    if reach.unlimited:
        return CountingView(access, None, None, "全部")
    agents = {actor.agent_id} if Extent.OWN in extents and actor.agent_id is not None else set()
    if Extent.OWN_TEAM in extents and actor.team is not None:
        agents |= set(Links(session).agents_of(actor.team))
    label = actor.team if Extent.OWN_TEAM in extents and actor.team is not None else "本人"
    return CountingView(access, tuple(sorted(agents)), None, label)


def _named(department: str | None, reach: Reach) -> str:
    if department is not None:
        return department
    if len(reach.actor.departments) != 1:
        raise InputError("请用 department 指明部门")
    return next(iter(reach.actor.departments))


def _of_department(name: str, reach: Reach, access: Access) -> CountingView:
    own = Extent.OWN_DEPARTMENTS in reach.extents and name in reach.actor.departments
    if not (reach.unlimited or own):
        raise ForbiddenError("不是您的部门")
    if name not in access.departments.departments:
        raise NotFoundError("部门对应表里没有这个部门")
    return CountingView(access, None, name, name)
