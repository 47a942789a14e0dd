"""The tab of files: the draft as an author of folders knows it, to take away, to change by hand, and to bring back."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.queries.drafted import Drafted
from glueckauf.catalogue.rules.archive import NotAnArchive, packed, unpacked
from glueckauf.catalogue.rules.files import export_files, import_files
from glueckauf.catalogue.views.editor.common import Refusal, attempt, done, load, seen, show
from glueckauf.core.clock import now
from glueckauf.core.strict_yaml import Broken
from glueckauf.identity.permissions import permission

TAB = "leistung-datei"
NO_FILE = "Wählen Sie das Archiv aus."
OTHER_KIND = (
    "Das Archiv enthält etwas anderes: eine eigene Leistung hat leistung.yaml, die Änderungen einer Stadt eine Datei mit ihrem Namen."
)


def exported(draft: Drafted) -> dict[str, str]:
    """Path and text of each file."""
    return export_files(draft.content, slug=draft.slug, kommune=draft.kommune.key)


@permission("catalogue.edit")
def files(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All files. POST takes over one that was changed here, or an archive."""
    draft = load(request, draft_id)
    if request.method != "POST":
        return page(request, draft)
    try:
        sent = archive_of(request) if request.POST.get("weg") == "archiv" else typed(request, draft)
        content = import_files(sent)
    except NotAnArchive as wrong:
        return page(request, draft, errors={"archiv": wrong.reason})
    except Broken as broken:
        return page(
            request,
            draft,
            errors={place(request): str(problem) for problem in broken.problems[:1]},
            problems=[str(p) for p in broken.problems],
        )
    if ("change" in content) is draft.is_own:
        return page(request, draft, errors={"archiv": OTHER_KIND})
    by, at = request.actor, now()  # type: ignore[attr-defined]
    result = attempt(lambda: editing.save_part(draft.id, part="", value=content, seen=seen(request, draft), by=by, at=at), draft)
    if isinstance(result, Refusal):
        return page(request, draft, refusal=result)
    return done(TAB, "uebernommen", draft.id)


def place(request: HttpRequest) -> str:
    """Which input was wrong."""
    return "archiv" if request.POST.get("weg") == "archiv" else f"datei-{request.POST.get('nummer', '0')[:3]}"


def archive_of(request: HttpRequest) -> dict[str, str]:
    """The files that were sent. Raises NotAnArchive."""
    file = request.FILES.get("archiv")
    if not isinstance(file, UploadedFile) or not file.size:
        raise NotAnArchive(NO_FILE)
    return unpacked(file.read())


def typed(request: HttpRequest, draft: Drafted) -> dict[str, str]:
    """The files with the one that was changed on the page."""
    found = exported(draft)
    name = request.POST.get("name", "")
    if name not in found:
        raise NotAnArchive("Diese Datei hat der Entwurf nicht.")
    return found | {name: request.POST.get("inhalt", "").replace("\r\n", "\n")}


def page(
    request: HttpRequest,
    draft: Drafted,
    *,
    errors: dict[str, str] | None = None,
    problems: list[str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    """Every file with its text; what was typed stays."""
    name = request.POST.get("name", "")
    shown = [(path, request.POST.get("inhalt", "") if path == name else text) for path, text in exported(draft).items()]
    return show(
        request,
        draft,
        "files",
        TAB,
        status=422 if errors else 200,
        refusal=refusal,
        errors=errors or {},
        files=shown,
        problems=problems or [],
        open_file=name,
    )


@permission("catalogue.edit")
def archive(request: HttpRequest, draft_id: int) -> HttpResponse:
    """All files as a ZIP."""
    draft = load(request, draft_id)
    response = HttpResponse(packed(exported(draft)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{draft.slug}.zip"'
    return response
