"""One Antrag, several offices: the other Vorgänge, for the one who asked and for the clerk of one of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.by_office import applying, of_part
from glueckauf.catalogue.rules.fee import FeeResult, compute
from glueckauf.core.db import reading
from glueckauf.identity.rules.actor import Actor, Citizen, Clerk, Guest, Rule
from glueckauf.vorgaenge.models import Vorgang
from glueckauf.vorgaenge.queries.parts import office_named
from glueckauf.vorgaenge.rules.correcting import is_decided
from glueckauf.vorgaenge.rules.stage import CHIPS, CITIZEN_WORDS, DESK_WORDS, ENDED, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """What one office will decide, before handing in."""

    name: str
    why: str
    office: str
    fee: FeeResult


def parts_of(service: catalogue.LeistungOfCity, answers: Mapping[str, Any]) -> tuple[PartView, ...]:
    """Those that the answers need; empty where one office decides."""
    return tuple(part_view(service, part.key, answers) for part in applying(service.leistung, answers))


def part_view(service: catalogue.LeistungOfCity, key: str, answers: Mapping[str, Any]) -> PartView:
    """In the language of the page."""
    language = get_language() or "de"
    part = next(p for p in service.leistung.parts if p.key == key)
    fee = of_part(service.leistung, key).fee
    office = office_named(service.owner, part.office)
    return PartView(
        name=part.name.in_language(language),
        why=part.why.in_language(language) if part.why else "",
        office=office.name if office else part.office,
        fee=compute(fee, service.leistung.values, answers),
    )


def numbers(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """Of these Vorgaenge, by id; without those the actor may not read."""
    with reading(actor):
        return dict(Vorgang.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", "number"))


def numbers_of(actor: Rule, vorgang_id: int) -> tuple[str, ...]:
    """All numbers of the Antrag, for the first Vorgang of it; empty for the others. One that a correction opened stands for itself."""
    with reading(actor):
        row = Vorgang.objects.visible_to(actor).get(pk=vorgang_id)
        if not row.part:
            return (row.number,)
        same = Vorgang.objects.filter(tenant_id=row.tenant_id, antrag_id=row.antrag_id, submitted_at=row.submitted_at).order_by("pk")
        numbers = tuple(same.values_list("number", flat=True))
        return numbers if numbers[0] == row.number else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """A Vorgang of the same Antrag: number, what it decides, where, how it stands. Never what stands in it. `may_open`: hers to read."""

    number: str
    name: str
    office: str
    stage: Stage
    word: str
    chip: str
    due_on: date | None
    is_this: bool
    may_open: bool

    @property
    def is_open(self) -> bool:
        """Not decided yet."""
        return self.stage not in ENDED


def siblings_of(row: Vorgang, *, reader: Clerk | None = None) -> tuple[Sibling, ...]:
    """All of the Antrag, this one among them; empty where it is the only one. `reader`: a clerk, who opens those of her offices only.

    Read inside the scope of the tenant or of the person; an office learns of another one number, subject matter and state.
    """
    if not row.part:
        return ()
    words = DESK_WORDS if reader else CITIZEN_WORDS
    rows = list(Vorgang.objects.filter(tenant_id=row.tenant_id, antrag_id=row.antrag_id).order_by("pk"))
    return tuple(sibling(other, row, words, reader) for other in rows) if len(rows) > 1 else ()


def keep_their_answers(actor: Citizen | Guest, number: str) -> tuple[Sibling, ...]:
    """Parts of her Antrag that are decided: a correction of the others does not reach them."""
    with reading(actor):
        row = Vorgang.objects.visible_to(actor).filter(number=number).first()
        return tuple(s for s in siblings_of(row) if is_decided(s.stage)) if row else ()


def sibling(row: Vorgang, this: Vorgang, words: Mapping[Stage, str], reader: Clerk | None) -> Sibling:
    """As a line of a list."""
    language = "de" if reader else get_language() or "de"
    service = catalogue.revision(row.revision_id)
    part = next((p for p in service.leistung.parts if p.key == row.part), None)
    office, stage = office_named(service.owner, row.office), Stage(row.stage)
    return Sibling(
        number=row.number,
        name=part.name.in_language(language) if part else row.title,
        office=office.name if office else row.office,
        stage=stage,
        word=words[stage] if reader else gettext(words[stage]),
        chip=CHIPS.get(stage, "arbeit"),
        due_on=row.due_on,
        is_this=row.pk == this.pk,
        may_open=reader is None or row.office in reader.offices,
    )
