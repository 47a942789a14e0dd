"""One POST, one action: what refuses comes back on its page with its words; what is foreign stays 404."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from glueckauf.core.error_pages import said
from glueckauf.core.errors import NotFound, Refused

Done = TypeVar("Done")

NO_FILE = _("Wählen Sie zuerst eine Datei aus.")
TOO_LARGE = _("Die Datei ist zu groß. Erlaubt sind 20 MB. Machen Sie ein neues Foto oder wählen Sie eine kleinere Datei.")


def acted(act: Callable[[], Done], *, then: Callable[[Done], HttpResponse], again: Callable[..., HttpResponse]) -> HttpResponse:
    """`then` answers with what the action returned; `again` shows the page with `refused`, in the reader's language, and `status`."""
    try:
        result = act()
    except NotFound:
        raise
    except Refused as reason:
        return again(refused=said(reason), status=reason.status)
    return then(result)
