"""The tab of texts: German, Leichte Sprache and English beside each other, and how they look with the numbers of the city."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic import ValidationError

from glueckauf.catalogue.queries.drafted import Drafted, shared_files
from glueckauf.catalogue.rules import texts
from glueckauf.catalogue.rules.editor.numbers import said
from glueckauf.catalogue.rules.editor.posted import german, text
from glueckauf.catalogue.rules.schema import Value
from glueckauf.catalogue.views.editor.common import Refusal, done, load, posted, save, show
from glueckauf.identity.permissions import permission

TAB = "leistung-texte"
NAMES = {"de": "Deutsch", "leicht": "Leichte Sprache", "en": "Englisch"}


def part_of(draft: Drafted) -> str:
    """Where the texts stand in the content."""
    return "texts" if draft.is_own else "change.texts"


def own_texts(draft: Drafted) -> dict[str, str]:
    """What this draft says."""
    found = draft.content.get("texts") if draft.is_own else draft.said.get("texts")
    return {str(code): str(words) for code, words in found.items()} if isinstance(found, dict) else {}


@permission("catalogue.edit")
def texts_of(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All languages in one form."""
    draft = load(request, draft_id)
    own = own_texts(draft)
    if request.method != "POST":
        return page(request, draft, own)
    sent = posted(request)
    typed = {code: words + "\n" for code in texts.LANGUAGES if (words := text(sent, f"text-{code}"))}
    if request.POST.get("tun", "sichern") != "sichern":
        return page(request, draft, typed)
    result = save(request, draft, part_of(draft), typed or None)
    if isinstance(result, Refusal):
        return page(request, draft, typed, refusal=result)
    return done(TAB, "gesichert", draft.id)


def page(request: HttpRequest, draft: Drafted, own: dict[str, str], *, refusal: Refusal | None = None) -> HttpResponse:
    """Editors and previews."""
    shared = {} if draft.is_own else shared_files(draft.slug)[0]
    values = values_of(draft)
    columns = [
        {
            "code": code,
            "name": name,
            "lang": "en" if code == "en" else "de",
            "own": own.get(code, ""),
            "shared": shared.get(code, ""),
            "html": texts.render(own.get(code) or shared.get(code, ""), code, draft.kommune, values),
            "slips": [f"Zeile {line}: {what}" for line, _, what in texts.mistakes(own.get(code, ""), values)],
        }
        for code, name in NAMES.items()
    ]
    return show(request, draft, "texts", TAB, refusal=refusal, columns=columns, placeholders=placeholders(draft))


def values_of(draft: Drafted) -> dict[str, Value]:
    """Numbers that are right; the others read as not there."""
    found = {}
    for key, value in draft.values.items():
        try:
            found[key] = Value.model_validate(value)
        except ValidationError:
            continue
    return found


def placeholders(draft: Drafted) -> list[tuple[str, str]]:
    """What a text may name, and what it becomes here."""
    city = draft.kommune
    named = [("{stadt}", city.full_name), ("{ort}", city.name), ("{in_ort}", city.locative)]
    numbers: list[tuple[str, Any]] = [(f"{{wert:{key}}}", value) for key, value in draft.values.items()]
    return named + [(name, f"{german(value.get('label'))}: {said(value)}") for name, value in numbers if isinstance(value, dict)]
