from api.schemas.base import Out


class StateOut(Out):
    status: str
