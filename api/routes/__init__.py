"""One file a resource; `ALL` are the routers below /api/v1. To add a resource: docs/service.md."""

from fastapi import APIRouter

from api.routes import (
    adjudications,
    analyze,
    audit,
    auth,
    contacts,
    frequencies,
    jobs,
    links,
    models,
    orders,
    reviews,
    rules,
    search,
    tasks,
    taxonomy,
    tokens,
    uploads,
    users,
)

ALL: tuple[APIRouter, ...] = (
    auth.router,
    contacts.router,
    search.router,
    frequencies.router,
    tasks.router,
    reviews.router,
    reviews.of_contacts,
    adjudications.router,
    analyze.router,
    taxonomy.router,
    rules.router,
    models.router,
    uploads.router,
    orders.router,
    jobs.router,
    users.router,
    tokens.router,
    links.router,
    audit.router,
)
