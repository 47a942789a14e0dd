"""The tab of letters: which letter goes with which ending, its text with placeholders, and the letter as it would be printed."""

from base64 import b64encode

from django.http import HttpRequest, HttpResponse

from glueckauf.catalogue.queries.drafted import Drafted, shared_files
from glueckauf.catalogue.queries.letter_sample import Sample, sample
from glueckauf.catalogue.rules.editor import sheets
from glueckauf.catalogue.rules.editor.keys import slug_from
from glueckauf.catalogue.rules.editor.letter_names import ALWAYS, COMMANDS, answers_named
from glueckauf.catalogue.rules.editor.posted import line, text
from glueckauf.catalogue.rules.editor.sheets import Entry, Sheet
from glueckauf.catalogue.rules.skeleton import GRANT
from glueckauf.catalogue.views.editor.common import Refusal, done, load, posted, save, show
from glueckauf.core.clock import local_day, now
from glueckauf.core.errors import NotFound
from glueckauf.identity.permissions import permission

TAB = "leistung-briefe"
ENDINGS = (("grant", "Bewilligung"), ("refuse", "Ablehnung"), ("close", "Einstellung"), ("receipt", "Bestätigung"))


def own_letters(draft: Drafted) -> dict[str, str]:
    """What this draft says."""
    found = draft.content.get("letters") if draft.is_own else draft.said.get("letters")
    return {str(name): str(words) for name, words in found.items()} if isinstance(found, dict) else {}


def sheet_of(names: list[str]) -> Sheet:
    """Which letter belongs to which ending."""
    picks = (("", "kein Brief"), *((name, name) for name in names))
    entries = tuple(Entry(path=("decision", "letters", key), label=label, shape="pick", picks=picks) for key, label in ENDINGS)
    return Sheet(title="Welcher Brief wann", entries=entries)


@permission("catalogue.edit")
def letters(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All letters. POST says which goes with which ending, or begins a new one."""
    draft = load(request, draft_id)
    own, shared = own_letters(draft), {} if draft.is_own else shared_files(draft.slug)[1]
    names = sorted({*own, *shared})
    sheet = sheet_of(names)
    refusal: Refusal | None = None
    if request.method == "POST" and draft.is_own:
        if request.POST.get("tun") == "neu":
            return begun(request, draft, names)
        result = save(request, draft, "leistung.decision", sheets.written(sheet, draft.said, posted(request)).get("decision", {}))
        if not isinstance(result, Refusal):
            return done(TAB, "gesichert", draft.id)
        refusal = result
    used = {str(name): label for (key, label) in ENDINGS if (name := sheets.get(draft.leistung, ("decision", "letters", key)))}
    rows = [(name, used.get(name, "noch keinem Ergebnis zugeordnet"), name in own) for name in names]
    return show(request, draft, "letters", TAB, refusal=refusal, letters=rows, entries=sheets.shown(sheet, draft.leistung, {}))


def begun(request: HttpRequest, draft: Drafted, names: list[str]) -> HttpResponse:
    """A letter to begin with."""
    taken = {name.removesuffix(".typ") for name in names}
    name = f"{slug_from(line(posted(request), 'name') or 'brief', taken)}.typ"
    result = save(request, draft, f"letters.{name}", GRANT)
    if isinstance(result, Refusal):
        return show(request, draft, "letters", TAB, refusal=result, letters=[], entries=())
    return done("leistung-brief", "neu", draft.id, name)


@permission("catalogue.edit")
def letter(request: HttpRequest, draft_id: int, name: str) -> HttpResponse:
    """One letter. POST looks, saves, or goes back to the shared one."""
    draft = load(request, draft_id)
    own, shared = own_letters(draft), {} if draft.is_own else shared_files(draft.slug)[1]
    if name not in {*own, *shared}:
        raise NotFound
    source, deed = own.get(name) or shared.get(name, ""), request.POST.get("tun", "sichern")
    if request.method != "POST":
        return page(request, draft, name, source)
    part = f"letters.{name}" if draft.is_own else f"change.letters.{name}"
    if deed == "gemeinsam":
        result = save(request, draft, part, None)
        return (
            page(request, draft, name, source, refusal=result)
            if isinstance(result, Refusal)
            else done("leistung-brief", "gesichert", draft.id, name)
        )
    typed = text(posted(request), "source") + "\n"
    if deed == "ansehen":
        return page(request, draft, name, typed)
    tried = sample(draft, typed, ending=ending_of(draft, name), at=now())
    if tried.fault:
        return page(request, draft, name, typed, tried=tried, errors={"source": tried.fault}, status=422)
    result = save(request, draft, part, None if typed == shared.get(name) else typed)
    if isinstance(result, Refusal):
        return page(request, draft, name, typed, refusal=result)
    return done("leistung-brief", "gesichert", draft.id, name)


def ending_of(draft: Drafted, name: str) -> str:
    """What was decided when this letter goes out."""
    return next((key for key, _ in ENDINGS if sheets.get(draft.leistung, ("decision", "letters", key)) == name), "grant")


def page(
    request: HttpRequest,
    draft: Drafted,
    name: str,
    source: str,
    *,
    tried: Sample | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Text, placeholders and picture."""
    seen = tried or sample(draft, source, ending=ending_of(draft, name), at=now())
    return show(
        request,
        draft,
        "letter",
        TAB,
        status=status,
        refusal=refusal,
        errors=errors or {},
        name=name,
        source=source,
        is_changed=not draft.is_own and name in own_letters(draft),
        pictures=[f"data:image/png;base64,{b64encode(picture).decode()}" for picture in seen.pictures],
        fault=seen.fault,
        sample_name=seen.name,
        commands=COMMANDS,
        always=ALWAYS,
        answers=answers_named(draft.sections),
        today=local_day(now()),
    )
