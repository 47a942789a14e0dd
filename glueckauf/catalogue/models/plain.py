"""Plain content in a column: as text, because PostgreSQL's jsonb sorts the keys of a mapping, and authors mean their order."""

import json
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class PlainField(models.TextField):  # type: ignore[type-arg]
    """A list, mapping or text of plain content."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> str | None:
        """As JSON text; None stays None."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def from_db_value(self, value: str | None, expression: object, connection: BaseDatabaseWrapper) -> Any:
        """Back, in the order it was written."""
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """Already what it is."""
        return value
