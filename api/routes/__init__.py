"""One file a resource; `ALL` are the routers below /api/v1. To add a resource: docs/service.md."""

from fastapi import APIRouter

from api.routes import audit, auth, links, tokens, users

ALL: tuple[APIRouter, ...] = (auth.router, users.router, tokens.router, links.router, audit.router)
