"""Files handed in with a form. Their content is checked elsewhere; an answer holds keys of documents only.

An empty list says: handed in later. The inputs are the keys of documents that are already stored and a box for later.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from glueckauf.forms.schema import FileField
from glueckauf.forms.validators.choices import YES
from glueckauf.forms.validators.kind import NOTHING, Answer, Limits, Typed, one, text_of


class FileKind:
    """Documents of one Nachweis."""

    def suffixes(self, field: FileField) -> tuple[str, ...]:
        return ("", "-later")

    def read(self, field: FileField, typed: Typed, limits: Limits) -> Answer:
        keys = list(dict.fromkeys(key for key in typed.get("", ()) if key))
        if len(keys) > field.most:
            text = _("Möglich sind höchstens %(most)d Dateien. Bitte entfernen Sie eine.") % {"most": field.most}
            return Answer(keys, (("", text),))
        if keys:
            return Answer(keys)
        return Answer([]) if field.later and one(typed, "-later") == YES else NOTHING

    def show(self, field: FileField, value: Any) -> dict[str, list[str]]:
        if value == []:
            return {"-later": [YES]}
        return {"": [text_of(key) for key in value] if isinstance(value, list) else []}

    def say(self, field: FileField, value: Any) -> str:
        count = len(value) if isinstance(value, list) else 0
        if not count:
            return _("reichen Sie nach")
        return ngettext("%(count)d Datei", "%(count)d Dateien", count) % {"count": count}

    def missing(self, field: FileField) -> str:
        if field.later:
            return _("Bitte laden Sie das Dokument hoch. Oder kreuzen Sie an, dass Sie es nachreichen.")
        return _("Bitte laden Sie das Dokument hoch.")
