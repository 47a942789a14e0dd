"""Builders of Antraege and Vorgaenge: functions that call the actions of the house, with answers of the worked examples."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from PIL import Image

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries.examples import examples, with_files
from glueckauf.cities import queries as cities
from glueckauf.core.db import reading
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.forms.complete import shaped
from glueckauf.identity.rules.actor import Clerk, Guest, Role
from glueckauf.vorgaenge import actions
from glueckauf.vorgaenge.models import Bescheid, Slot, Vorgang
from tests import make_catalogue, make_identity

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def guest(person=None):
    """Somebody who fills a form."""
    return Guest(person=str(person or uuid4()))


def clerk(kommune="bochum", *, roles=(Role.CLERK, Role.HEAD)):
    """Works in all offices of the city or operator."""
    offices = tuple(o.key for o in cities.tenant(kommune).offices)
    account = make_identity.account(kommune, roles=roles, offices=offices)
    return Clerk(id=account.pk, tenant=kommune, offices=frozenset(offices), roles=frozenset(roles), name=account.display_name)


def values(leistung, *, name_part="", kommune="bochum", **changes):
    """Answers of the first worked example, or of the one whose name holds `name_part`."""
    found = examples(Path(settings.GLUECKAUF.leistungen) / leistung)
    chosen = next(e for _, _, e in found if name_part in e.name)
    service = catalogue.leistung(kommune, leistung)
    later = {f.key: [] for s in service.leistung.form.sections for f in s.fields if f.type == "file"}  # every Nachweis comes later
    given = with_files(service.leistung, chosen.model_copy(update={"handed_in": ()}))
    found = shaped(service.leistung.form, given, today=date(2026, 11, 24), postcodes=frozenset(service.kommune.postcodes))
    return found | {key: value for key, value in later.items() if key not in found} | changes


def publish():
    """Cities and Leistungen into the database of this test."""
    make_catalogue.publish()


def antrag(leistung="hundesteuer-anmeldung", *, kommune="bochum", by=None, at=NOON, answers=None, language="de"):
    """A draft with answers, not handed in."""
    by = by or guest()
    row = actions.start(catalogue.leistung(kommune, leistung), language=language, by=by, at=at)
    kept = answers if answers is not None else values(leistung, kommune=kommune)
    section = catalogue.leistung(kommune, leistung).leistung.form.sections[0].key
    actions.save(str(row.key), section=section, seen=0, values=kept, errors=[], by=by, at=at)
    return row


def vorgang(leistung="hundesteuer-anmeldung", *, kommune="bochum", by=None, at=NOON, answers=None, channel="portal", language="de"):
    """Handed in, events delivered."""
    by = by or guest()
    row = antrag(leistung, kommune=kommune, by=by, at=at, answers=answers, language=language)
    actions.submit(str(row.key), channel=channel, by=by, at=at)
    drain(at)
    return of_antrag(row, row.tenant_id)


def of_antrag(row, kommune):
    """The Vorgang it opened, as it stands now."""
    with reading(Scope(tenant=kommune)):
        return Vorgang.objects.get(antrag_id=row.pk)


def again(case):
    """The row as it stands now."""
    with reading(Scope(tenant=case.tenant_id)):
        return Vorgang.objects.get(pk=case.pk)


def key_of(case):
    """The key in the address of its Antrag."""
    with reading(Scope(tenant=case.tenant_id)):
        return Vorgang.objects.select_related("antrag").get(pk=case.pk).antrag.key


def slot_of(case, nachforderung):
    """The first slot of a Nachforderung."""
    with reading(Scope(tenant=case.tenant_id)):
        return Slot.objects.filter(nachforderung_id=nachforderung.pk).order_by("pk").first().pk


def bescheid_of(case):
    """The Bescheid in force."""
    with reading(Scope(tenant=case.tenant_id)):
        return Bescheid.objects.get(vorgang_id=case.pk, taken_back_at=None, revoked_at=None).pk


def photo():
    """A photo of a document."""
    out = BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "JPEG")
    out.seek(0)
    return out


def document(case, nachforderung):
    """A photo in the first slot; its key."""
    received = actions.take_in(photo(), "vertrag.jpg", at=NOON)
    rows = actions.add_to_slot(
        case.number, slot=slot_of(case, nachforderung), received=[received], via="portal", by=guest(case.person), at=NOON
    )
    return str(rows[0].key)
