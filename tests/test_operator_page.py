"""The operator's page: each part, what waits, what was given up and can be tried again, the audit's check; numbers, never a person."""

import socket
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from glueckauf.core import clock
from glueckauf.core.errors import NotFound
from glueckauf.core.jobs import run_due
from glueckauf.core.models import ChainHead, Delivery, Event, Job
from glueckauf.core.outbox import chain
from glueckauf.core.outbox.chain import seal_chains, verify_all
from glueckauf.core.readiness import Problem, readiness
from glueckauf.identity.rules.actor import Operator
from glueckauf.mail.queries import quarantine
from glueckauf.portal import actions, queries
from tests import make, make_identity, make_mail

pytestmark = pytest.mark.django_db(transaction=True)
LENA = Operator(id=1)


@pytest.fixture(autouse=True)
def _cities():
    make_mail.cities()


def part(name, at=None):
    page = queries.operations(LENA, at=at or clock.now())
    return next(one for one in page.parts if one.name == name)


def test_a_part_that_does_not_answer_is_named(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"lmtp_port": port, "smtp_host": "127.0.0.1", "smtp_port": port})
        assert part("Posteingang").kind == part("Mailversand").kind == "ok"
    assert part("Posteingang").kind == part("Mailversand").kind == "no"


def test_the_worker_is_alive_when_jobs_run_and_a_failed_run_is_shown():
    at = clock.now()
    assert part("Worker").kind == "no"
    run_due(at)
    assert part("Worker").kind == "ok" and part("Worker", at=at + timedelta(minutes=5)).kind == "no"
    Job.objects.filter(name="core.forget").update(error="builtins.OSError at core/files.py:7")
    assert queries.operations(LENA, at=at).jobs[0].name == "core.forget"


def test_the_scanner_and_the_backup_are_honest(settings, tmp_path):
    assert part("Virenscanner").kind == "none" and part("Sicherung").kind == "none"
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"clamd_socket": tmp_path / "nobody.sock"})
    assert part("Virenscanner").kind == "no"
    call_command("backup", str(tmp_path / "copy"))
    assert part("Sicherung").kind == "ok" and part("Sicherung", at=clock.now() + timedelta(days=2)).kind == "no"


def test_what_was_given_up_is_tried_again_once_and_that_is_in_the_audit(as_tenant):
    dead = make_mail.given_up()
    actions.retry(dead.pk, by=LENA, at=make.NOON)
    assert Delivery.objects.get(pk=dead.pk).dead_at is None
    with pytest.raises(actions.NotDead):
        actions.retry(dead.pk, by=LENA, at=make.NOON)
    with as_tenant("-"):
        assert Event.objects.get(kind="portal.DeliveryRetried").payload == {"delivery_id": dead.pk}


def test_the_check_of_the_chains_runs_when_asked_and_a_broken_one_makes_the_house_not_ready():
    make_mail.given_up()
    run_due(make.NOON)
    seal_chains(make.NOON)
    actions.check_chains(by=LENA, at=make.NOON + timedelta(minutes=1))
    assert Job.objects.get(name="core.verify").due_at == make.NOON + timedelta(minutes=1)
    verify_all(make.NOON)
    assert {one.fault for one in queries.operations(LENA, at=make.NOON).chains} == {""}
    ChainHead.objects.filter(pk="bochum").update(digest="0" * 64)
    verify_all(make.NOON)
    assert "bochum: head at " in next(c.fault for c in queries.operations(LENA, at=make.NOON).chains if c.fault)
    assert Problem.AUDIT in readiness(clock.now()).problems


def test_the_sealer_may_go_on_while_a_chain_is_walked(as_tenant):
    make_mail.given_up()
    seal_chains(make.NOON)
    head = ChainHead.objects.get(pk="bochum")
    make_mail.given_up()
    seal_chains(make.NOON)
    with as_tenant("bochum"):
        assert chain._walk("bochum", head) is None
        ChainHead.objects.filter(pk="bochum").update(seq=1)
        assert chain._walk("bochum", head).fault is chain.Fault.HEAD


def test_a_mail_of_no_city_is_handed_to_one_without_being_read():
    mail_id = make_mail.arrive(make_mail.mail(make_mail.NUMBER), f"post@{make_mail.DOMAIN}").mail_id
    (line,) = queries.operations(LENA, at=make.NOON).stray
    assert line.id == mail_id and "Bochum" in line.hint
    with pytest.raises(NotFound):
        actions.hand_over_mail(mail_id, city="atlantis", by=LENA, at=make.NOON)
    actions.hand_over_mail(mail_id, city="bochum", by=LENA, at=make.NOON)
    assert quarantine(LENA) == ()


def test_the_page_names_no_person_and_acts():
    dead = make_mail.given_up()
    mail_id = make_mail.arrive(make_mail.mail("Geheim", subject="Privat"), f"post@{make_mail.DOMAIN}").mail_id
    desk = make_identity.at_desk(make_identity.operator())
    page = desk.get(reverse("betrieb")).content.decode()
    assert "mail.read" in page and "KeyError at here" in page
    for secret in ("erika@example.org", "Erika", "Privat", "Geheim"):
        assert secret not in page
    assert "wieder fällig" in desk.post(reverse("betrieb-zustellung", args=[dead.pk]), follow=True).content.decode()
    assert desk.post(reverse("betrieb-zustellung", args=[dead.pk])).status_code == 409
    assert desk.post(reverse("betrieb-email", args=[mail_id])).status_code == 422
    assert "Postkorb" in desk.post(reverse("betrieb-email", args=[mail_id]), {"city": "essen"}, follow=True).content.decode()
    assert "prüft" in desk.post(reverse("betrieb-pruefung"), follow=True).content.decode()


def test_an_operator_signs_in_to_this_page_and_a_clerk_may_not_see_it():
    secret = make_identity.secret()
    name = "lena.betrieb"
    make_identity.actions.make_operator(
        name, password=make_identity.PASSWORD, display_name="Lena Beispiel", totp_secret=secret, by=make_identity.HOUSE, at=make.NOON
    )
    browser = Client()
    browser.post("/schreibtisch/anmelden/", {"login": name, "password": make_identity.PASSWORD})
    answer = browser.post("/schreibtisch/anmelden/code/", {"code": make_identity.code(secret)}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("betrieb") and answer.status_code == 200
    assert make_identity.at_desk(make_identity.account()).get(reverse("betrieb")).status_code == 403
