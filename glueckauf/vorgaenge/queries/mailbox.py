"""Postkorb: mails without a safe Vorgang, and for each the Vorgaenge it may belong to, with the reasons for and against."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q

from glueckauf.core.clock import local_day
from glueckauf.core.db import reading
from glueckauf.core.errors import NotFound
from glueckauf.core.files import read_blob
from glueckauf.core.uploads import page_images
from glueckauf.identity.queries import clerk_names
from glueckauf.identity.rules.actor import Clerk
from glueckauf.mail import queries as mail
from glueckauf.vorgaenge.models import Document, Message, Slot, Vorgang
from glueckauf.vorgaenge.queries.files import FileView
from glueckauf.vorgaenge.rules.frist import Urgency, urgency
from glueckauf.vorgaenge.rules.slots import assign
from glueckauf.vorgaenge.rules.stage import DESK_WORDS, ENDED, Stage

PAGE = 50
MOST_MATCHES = 6
FIRST_CHARS = 2_000
TOPIC, WHOLE = "vorgang:", "antrag:"
VIEWS = {"offen": "Ohne Vorgang", "zugeordnet": "Zugeordnet", "aussortiert": "Aussortiert"}
WHY = {
    "reply": "Antwortet auf eine unserer E-Mails zu diesem Vorgang",
    "number": "Die Vorgangsnummer steht in der E-Mail",
    "address": "An diese Adresse haben wir zu diesem Vorgang schon geschrieben",
}
DISCARDED = {
    "foreign": "gehört nicht zu uns",
    "spam": "Werbung oder Betrug",
    "done": "anders erledigt",
    "redirected": "an eine andere Stadt gegeben",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One mail in the list. `matches`: Vorgaenge of the clerk's offices it may belong to; `decided`: by whom and how, in words."""

    id: int
    subject: str
    from_: str
    received_at: datetime
    files: int
    refused: int
    matches: int
    decided: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A page of the list, and how many wait since when."""

    view: str
    lines: tuple[Line, ...]
    waiting: mail.WaitingMail
    next_after: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """For or against a match."""

    fits: bool
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where a file of the mail would go; `slot` empty: to the case, into no slot."""

    filename: str
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A Vorgang the mail may belong to."""

    number: str
    title: str
    applicant: str
    word: str
    due_on: date | None
    urgency: Urgency
    reasons: tuple[Reason, ...]
    landings: tuple[Landing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPage:
    """One mail. `elsewhere`: suggestions that lead to other offices; `text` is cut, `rest` follows when asked for."""

    mail: mail.IncomingMail
    text: str
    rest: str
    matches: tuple[Match, ...]
    elsewhere: int
    decided: str
    number: str
    can_take_back: bool
    next_id: int


def mailbox(actor: Clerk, view: str, *, after: int = 0, at: datetime) -> Mailbox:
    """Oldest first for what waits, latest first for what was decided."""
    decided = {"zugeordnet": mail.assigned, "aussortiert": mail.discarded}.get(view)
    with reading(actor):
        found = decided(actor, limit=PAGE) if decided else mail.quarantine(actor, limit=PAGE + 1, after=after)
        known, waiting = vorgaenge_of(actor, found), mail.waiting_mail(actor)
    names = names_of(found)
    return Mailbox(
        view=view,
        lines=tuple(line_of(row, known, names) for row in found[:PAGE]),
        waiting=waiting,
        next_after=found[PAGE - 1].id if len(found) > PAGE else 0,
        at=at,
    )


def mail_page(actor: Clerk, mail_id: int, *, at: datetime) -> MailPage:
    """Raises NotFound, also for another city's mail and for one that found its Vorgang by itself. The view records the read."""
    with reading(actor):
        row = mail.unmatched(actor, mail_id)
        if row is None:
            raise NotFound
        incoming = mail.incoming(actor, mail_id)
        known = vorgaenge_of(actor, [row])
        suggested = suggested_of(row, known)
        slots = open_slots_of([v.pk for v, _ in suggested])
        target = next(iter(known.get(row.decided.topic, ())), None) if row.decided else None
        is_there = bool(target) and Message.objects.filter(vorgang=target, mail_id=mail_id).exists()
        following = [m.id for m in mail.quarantine(actor, limit=2) if m.id != mail_id]
    return MailPage(
        mail=incoming,
        text=incoming.text[:FIRST_CHARS],
        rest=incoming.text[FIRST_CHARS:],
        matches=tuple(match_of(v, reasons, incoming, slots.get(v.pk, []), local_day(at)) for v, reasons in suggested[:MOST_MATCHES]),
        elsewhere=sum(s.value not in known for s in row.suggestions),
        decided=decided_words(row, known, names_of([row])),
        number=target.number if target else "",
        can_take_back=row.decided is not None and row.decided.reason != "redirected" and not is_there,
        next_id=following[0] if following else 0,
    )


Known = Mapping[str, tuple[Vorgang, ...]]


def vorgaenge_of(actor: Clerk, rows: Sequence[mail.Quarantined]) -> Known:
    """By number and by topic, those the clerk may see: one statement for a whole page. A topic of a whole Antrag leads to all its parts."""
    values = {s.value for row in rows for s in row.suggestions} | {row.decided.topic for row in rows if row.decided}
    if not values:
        return {}
    visible = Vorgang.objects.visible_to(actor).exclude(stage=Stage.PAYMENT).select_related("antrag__submission").order_by("pk")
    found: dict[str, tuple[Vorgang, ...]] = {}
    for v in visible.filter(Q(pk__in=ids_of(values, TOPIC)) | Q(antrag_id__in=ids_of(values, WHOLE)) | Q(number__in=values)):
        for name in (f"{TOPIC}{v.pk}", f"{WHOLE}{v.antrag_id}", v.number):
            found[name] = (*found.get(name, ()), v)
    return found


def ids_of(values: Iterable[str], kind: str) -> list[int]:
    """Those of the topics of one kind."""
    found = (v.removeprefix(kind) for v in values if v.startswith(kind))
    return [int(v) for v in found if v.isdecimal()]


def suggested_of(row: mail.Quarantined, known: Known) -> list[tuple[Vorgang, list[str]]]:
    """Each Vorgang once, with all reasons; the one with most of them first."""
    reasons: dict[int, list[str]] = {}
    by_key = {}
    for suggestion in row.suggestions:
        for vorgang in known.get(suggestion.value, ()):
            by_key[vorgang.pk] = vorgang
            reasons.setdefault(vorgang.pk, []).append(suggestion.reason)
    return sorted(((by_key[pk], found) for pk, found in reasons.items()), key=lambda pair: -len(set(pair[1])))


def open_slots_of(keys: Iterable[int]) -> dict[int, list[Slot]]:
    """What is asked for and not there, of several Vorgaenge: three statements."""
    usable = Document.objects.filter(removed_at=None, problems=[]).prefetch_related("reviews")
    found: dict[int, list[Slot]] = {}
    for slot in Slot.objects.filter(vorgang__in=list(keys)).order_by("pk").prefetch_related(Prefetch("documents", queryset=usable)):
        latest = [max(d.reviews.all(), key=lambda r: (r.at, r.pk), default=None) for d in slot.documents.all()]
        if not any(review is None or review.accepted for review in latest):
            found.setdefault(slot.vorgang_id, []).append(slot)
    return found


def match_of(row: Vorgang, reasons: Sequence[str], incoming: mail.IncomingMail, slots: Sequence[Slot], today: date) -> Match:
    """With what speaks for it, and what against."""
    stage = Stage(row.stage)
    return Match(
        number=row.number,
        title=row.title,
        applicant=row.applicant,
        word=DESK_WORDS[stage],
        due_on=row.due_on if stage not in ENDED else None,
        urgency=Urgency.WAIT if stage in ENDED else urgency(row.due_on, today),
        reasons=(
            *(Reason(fits=True, text=WHY[reason]) for reason in WHY if reason in reasons),
            sender_reason(row.antrag.submission.email, incoming.from_),
            asked_reason(slots),
        ),
        landings=landings_of(incoming, slots),
    )


def sender_reason(known: str, claimed: str) -> Reason:
    """Never a proof: From is easily forged."""
    if known and known.lower() == claimed.lower():
        return Reason(fits=True, text="Absender nennt die Adresse aus dem Antrag")
    return Reason(fits=False, text="Absender nennt eine andere Adresse als der Antrag")


def asked_reason(slots: Sequence[Slot]) -> Reason:
    """What is still missing."""
    if slots:
        return Reason(fits=True, text=f"Noch angefordert: {', '.join(slot.label for slot in slots)}")
    return Reason(fits=False, text="Zurzeit ist nichts angefordert")


def landings_of(incoming: mail.IncomingMail, slots: Sequence[Slot]) -> tuple[Landing, ...]:
    """By the same rule that will put them there."""
    names = [a.filename for a in incoming.attachments if not a.is_decoration]
    places = assign(names, [f"{slot.label} {slot.nachweis}" for slot in slots])
    pairs = zip(names, places, strict=True)
    return tuple(Landing(filename=name, slot="" if place is None else slots[place].label) for name, place in pairs)


def line_of(row: mail.Quarantined, known: Known, names: Mapping[int, str]) -> Line:
    """As the list shows it."""
    return Line(
        id=row.id,
        subject=row.subject or "(ohne Betreff)",
        from_=row.from_ or "ohne Absender",
        received_at=row.received_at,
        files=row.attachments,
        refused=row.refused,
        matches=len(suggested_of(row, known)),
        decided=decided_words(row, known, names),
    )


def decided_words(row: mail.Quarantined, known: Known, names: Mapping[int, str]) -> str:
    """Who did what; empty while it waits."""
    if row.decided is None:
        return ""
    who = names.get(clerk_id(row.decided.by), "")
    if row.decided.reason:
        what = f"Aussortiert: {DISCARDED[row.decided.reason]}"
    else:
        target = next(iter(known.get(row.decided.topic, ())), None)
        what = f"Zugeordnet zu {target.number}" if target else "Zugeordnet in einem anderen Amt"
    return f"{what}, von {who}" if who else what


def names_of(rows: Sequence[mail.Quarantined]) -> dict[int, str]:
    """Clerks who decided; no statement when nobody did."""
    ids = frozenset(clerk_id(row.decided.by) for row in rows if row.decided) - {0}
    return clerk_names(ids) if ids else {}


def clerk_id(code: str) -> int:
    """From `clerk:7`; 0 for everybody else."""
    kind, _, key = code.partition(":")
    return int(key) if kind == "clerk" and key.isdigit() else 0


def mail_file(actor: Clerk, mail_id: int, attachment_id: int) -> FileView:
    """A file that was accepted, as it may be used further. Raises NotFound, also for one with a problem."""
    found = mail_attachment(actor, mail_id, attachment_id)
    if found.problems:
        raise NotFound
    return FileView(filename=found.filename, media_type=found.media_type, sha256=found.sha256)


def mail_attachment(actor: Clerk, mail_id: int, attachment_id: int) -> mail.Attachment:
    """One file of an unmatched mail. Raises NotFound."""
    if mail.unmatched(actor, mail_id) is None:
        raise NotFound
    found = next((a for a in mail.incoming(actor, mail_id).attachments if a.id == attachment_id), None)
    if found is None:
        raise NotFound
    return found


def mail_image(actor: Clerk, mail_id: int, attachment_id: int, page: int) -> bytes:
    """One page as an image that we render. Raises NotFound, NoPreview."""
    file = mail_file(actor, mail_id, attachment_id)
    images = page_images(read_blob(file.sha256), file.media_type, most=page + 1)
    if page >= len(images):
        raise NotFound
    return images[page]
