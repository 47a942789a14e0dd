"""What an event is: a frozen dataclass of ids, codes, numbers and dates. Never names, texts or tokens."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainEvent:
    """Base of all events. `tenant` says whose it is."""

    tenant: str

    @classmethod
    def kind(cls) -> str:
        """Name in the table, the audit and the webhook: `vorgaenge.AntragSubmitted`."""
        return f"{cls.__module__.removeprefix('glueckauf.').split('.')[0]}.{cls.__name__}"

    def payload(self) -> dict[str, Any]:
        """JSON values only; dates as ISO text."""
        return {key: plain(value) for key, value in asdict(self).items() if key != "tenant"}

    @classmethod
    def from_payload(cls, tenant: str, payload: dict[str, Any]) -> Self:
        """Back from the table. Dates and ids stay text: a handler parses what it needs."""
        return cls(tenant=tenant, **payload)


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
