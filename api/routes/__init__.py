"""One file a resource; `ALL` are the routers below /api/v1. To add a resource: docs/service.md."""

from fastapi import APIRouter

from api.routes import (
    adjudications,
    agreement,
    analyze,
    appeals,
    audit,
    auth,
    calibrations,
    contacts,
    frequencies,
    links,
    models,
    plans,
    reviews,
    rules,
    tasks,
    taxonomy,
    tokens,
    users,
)

ALL: tuple[APIRouter, ...] = (
    auth.router,
    contacts.router,
    frequencies.router,
    tasks.router,
    reviews.router,
    reviews.of_contacts,
    adjudications.router,
    appeals.router,
    appeals.of_contacts,
    plans.router,
    calibrations.router,
    agreement.router,
    analyze.router,
    taxonomy.router,
    rules.router,
    models.router,
    users.router,
    tokens.router,
    links.router,
    audit.router,
)
