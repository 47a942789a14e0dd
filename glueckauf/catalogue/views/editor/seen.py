"""The whole form of a draft as citizens will see it, to be tried out: nothing of it is stored."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from glueckauf.catalogue.queries.drafted import Drafted
from glueckauf.catalogue.queries.trying import Standing, standing
from glueckauf.catalogue.rules.editor import preview
from glueckauf.catalogue.rules.editor.tree import find_section
from glueckauf.catalogue.views.editor.common import load, show, trial_of
from glueckauf.core.clock import local_day, now
from glueckauf.forms import read, visible
from glueckauf.identity.permissions import permission


@permission("catalogue.edit")
def seen(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All steps one below the other, at first with the answers of an example. They are posted and read again, so questions come and go."""
    draft = load(request, draft_id)
    form = preview.form(draft.sections)
    tried = trial_of(request, draft)
    values: Mapping[str, object] = {} if request.method == "POST" else tried.answers
    errors: list[read.FieldError] = []
    if request.method == "POST":
        for section in form.sections:
            found = read.section(section, request.POST, {}, values, today=local_day(now()), postcodes=frozenset(draft.kommune.postcodes))
            values = found.values
            errors += found.errors
    settled = visible.settled(form, values)
    steps = [
        (section, [e for e in errors if any(e.path.startswith(f.key) for f in section.fields)], conditions_of(draft, section.key, settled))
        for section in visible.sections(form, settled)
    ]
    judge = request.POST.get("tun") == "pruefen"
    context: dict[str, Any] = {"steps": steps, "values": settled, "judge": judge, "is_complete": judge and not errors, "trial": tried}
    return show(request, draft, "seen", "leistung-ansicht", **context)


def conditions_of(draft: Drafted, section: str, values: Mapping[str, object]) -> tuple[Standing, ...]:
    """Those of one step."""
    place = find_section(draft.sections, section)
    return standing(draft, place.section, values) if place else ()
