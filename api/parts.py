"""What every request works with, opened once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from fastapi import Request

from api.analyst import Analyst
from api.ids import new_id
from voc.clock import now
from voc.domain.business_object import BusinessObjectTable
from voc.domain.taxonomy import Taxonomy
from voc.nlp.language import shipped_objects, shipped_taxonomy
from voc.opening import Store, open_folder, open_registry, open_store
from voc.services.access import Access
from voc.services.passwords import Passwords
from voc.services.registry import Registry
from voc.services.uploads import UploadFolder
from voc.services.weekly import read_departments
from voc.settings import Settings
from voc.storage.access import AssignedTo, nobody_assigned

# Runs jobs until the event is set.
Worker = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """`clock` and `new_id` are the only sources of time and ids; `access` says whose a contact is; `folder` holds
    uploads and what jobs write."""

    settings: Settings
    store: Store
    registry: Registry
    analyst: Analyst
    taxonomy: Taxonomy
    objects: BusinessObjectTable
    access: Access
    folder: UploadFolder
    passwords: Passwords
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    worker: Worker | None


def open_parts(
    settings: Settings,
    *,
    clock: Callable[[], datetime] = now,
    ids: Callable[[], str] = new_id,
    passwords: Passwords | None = None,
    assigned: AssignedTo = nobody_assigned,
    worker: Worker | None = None,
) -> Parts:
    """Everything the settings name; the database is set up where there is none."""
    objects = shipped_objects()
    return Parts(
        settings=settings,
        store=open_store(settings, create=True),
        registry=open_registry(settings),
        analyst=Analyst(settings),
        taxonomy=shipped_taxonomy(),
        objects=objects,
        access=Access(read_departments(settings.departments_file), objects, assigned),
        folder=open_folder(settings),
        passwords=passwords or Passwords(),
        clock=clock,
        new_id=ids,
        worker=worker,
    )


async def parts_of(request: Request) -> Parts:
    parts: Parts = request.app.state.parts
    return parts
