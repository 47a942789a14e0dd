"""What a finding measured against which limit, as a table beside its reasons. Its words are German, as those of the check."""

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString

from glueckauf.core.parts.library import register
from glueckauf.core.parts.lists import table

COLUMNS = {"what": "Was", "value": "Wert", "limit": "Grenze", "result": "Ergebnis"}


@register.simple_tag
def measures(rows: Sequence[Mapping[str, str]], kind: str = "cards") -> SafeString:
    """`{% measures finding.measures %}`; nothing without rows. kind: of the table."""
    if not rows:
        return SafeString()
    heads = list(COLUMNS.values())
    return table("Geprüfte Werte und Grenzen", heads, [[row[key] for key in COLUMNS] for row in rows], kind=kind, hide_caption="yes")
