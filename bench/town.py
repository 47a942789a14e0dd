"""A town hall with many cases: one real one through the actions, the others copied from it row by row; and a clerk at his desk."""

import base64
import secrets
from datetime import timedelta
from itertools import product
from uuid import uuid4

from bench.visitor import Connection, Visitor

CITY = "bochum"
STAGES = ("new", "new", "new", "in_review", "in_review", "asked", "arrived", "approval", "closed", "closed")
NAMES = [f"{first} {last}" for first, last in product(("Erika", "Max", "Ayşe", "Jörg", "Zoë"), ("Muster", "Beispiel", "Probe", "Öztürk"))]
BATCH = 2_000


def clerk_of(offices=None):
    """An account that signs in, as the operator makes one: (account, secret of its app)."""
    from glueckauf.cities.queries import kommune
    from tests import make_identity

    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    offices = tuple(offices or (office.key for office in kommune(CITY).offices))
    roles = (make_identity.Role.CLERK, make_identity.Role.HEAD)
    return make_identity.account(CITY, roles=roles, offices=offices, totp_secret=secret), secret


def at_desk(port: int, account, secret: str) -> Visitor:
    """A browser in which the clerk gave both factors."""
    from tests import make_identity

    visitor = Visitor(Connection(port))
    visitor.get("/schreibtisch/anmelden/")
    code = visitor.post("/schreibtisch/anmelden/", {"login": account.username, "password": make_identity.PASSWORD})
    visitor.get(code)
    visitor.get(visitor.post(code, {"code": make_identity.code(secret)}))
    return visitor


def lively_case(account):
    """A case in the middle of its life: taken, asked for documents, three came, notes and messages both ways."""
    from glueckauf.core.clock import now
    from glueckauf.core.outbox.dispatch import drain
    from glueckauf.identity.queries import clerk
    from glueckauf.vorgaenge import actions
    from tests import make

    at, actor = now() - timedelta(days=3), clerk(account)
    case = make.vorgang(answers=make.values("hundesteuer-anmeldung", ermaessigung="tierheim"), at=at)
    actions.take(case.number, by=actor, at=at)
    for number in range(3):
        actions.note(case.number, text=f"Notiz {number}: beim Tierheim nachgefragt.", by=actor, at=at)
        actions.message(case.number, text="Wir warten noch auf den Vertrag.", by=actor, at=at)
    asked = [actions.Asked(nachweis="tierheimvertrag", label="Vertrag mit dem Tierheim", reason="Für die Ermäßigung")]
    request = actions.request_documents(case.number, asked=asked, by=actor, at=at)
    for _ in range(3):
        make.document(case, request)
    drain(now())
    return case


def fill(template, count: int) -> None:
    """Copies of one case until the city has so many, each with Antrag, version, Submission and fee."""
    from glueckauf.core.db import reading, writing
    from glueckauf.core.scope import Scope
    from glueckauf.vorgaenge.models import FeeAssessment, Vorgang

    scope = Scope(tenant=CITY)
    with reading(scope):
        case = Vorgang.objects.select_related("antrag__submission").get(pk=template.pk)
        version, fee = case.antrag.versions.get(number=case.antrag.current), FeeAssessment.objects.filter(vorgang=case).first()
        have = Vorgang.objects.filter(tenant=CITY).count()
    for first in range(have, count, BATCH):
        numbers = range(first, min(first + BATCH, count))
        with writing(scope):
            copies(case, version, fee, numbers)


def copies(case, version, fee, numbers) -> None:
    """One batch."""
    from glueckauf.vorgaenge.models import Antrag, AntragVersion, FeeAssessment, Submission, Vorgang

    people = [uuid4() for _ in numbers]
    antraege = Antrag.objects.bulk_create(again(Antrag, case.antrag, key=uuid4(), person=p) for p in people)
    AntragVersion.objects.bulk_create(again(AntragVersion, version, antrag=a, person=a.person) for a in antraege)
    Submission.objects.bulk_create(again(Submission, case.antrag.submission, antrag=a, person=a.person) for a in antraege)
    cases = Vorgang.objects.bulk_create(spread(case, a, n) for a, n in zip(antraege, numbers, strict=True))
    FeeAssessment.objects.bulk_create(again(FeeAssessment, fee, vorgang=c, person=c.person) for c in cases)


def again(model, row, **changes):
    """A new row like this one."""
    values = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields if not f.primary_key}
    changes = {f"{name}_id" if hasattr(value, "pk") else name: getattr(value, "pk", value) for name, value in changes.items()}
    return model(**values | changes)


def spread(case, antrag, number: int):
    """Over stages, days, offices and names."""
    from glueckauf.core.ids import number as vorgangsnummer
    from glueckauf.vorgaenge.models import Vorgang
    from glueckauf.vorgaenge.rules.applicant import fold
    from glueckauf.vorgaenge.rules.stage import Stage, waits_for

    stage, name = Stage(STAGES[number % 10]), NAMES[number * 7 % len(NAMES)]
    at = case.submitted_at - timedelta(minutes=number)
    return again(
        Vorgang,
        case,
        antrag=antrag,
        person=antrag.person,
        number=vorgangsnummer("BO", 2025, number),
        applicant=name,
        applicant_folded=fold(name),
        stage=stage,
        waits_for=waits_for(stage),
        office=("steueramt", "buergerbuero", "ordnungsamt")[number % 3],
        due_on=(case.submitted_at + timedelta(days=number * 13 % 70 - 5)).date(),
        assigned_to_id=case.assigned_to_id if number % 4 == 0 else None,
        submitted_at=at,
        closed_at=at + timedelta(days=1) if stage is Stage.CLOSED else None,
    )
