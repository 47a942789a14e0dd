"""What was kept long enough is deleted, and only that: nobody's file goes while somebody names it, and the audit still verifies."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.rules.schema import Retention
from glueckauf.core import files
from glueckauf.core.errors import NotFound
from glueckauf.core.models import Blob, Event
from glueckauf.core.outbox import chain
from glueckauf.core.outbox.dispatch import drain
from glueckauf.identity.rules.actor import Rule
from glueckauf.letters import queries as letters
from glueckauf.mail import actions as mail_actions
from glueckauf.mail import models as mail_models
from glueckauf.mail import queries as mail
from glueckauf.mail.actions import receive
from glueckauf.mail.tasks.jobs import forget as forget_mail
from glueckauf.payments.models import Payment, PaymentKey
from glueckauf.vorgaenge import actions, models, queries, tasks
from glueckauf.vorgaenge.rules.retention import ended_before
from glueckauf.vorgaenge.rules.stage import Ending
from tests import make, make_identity, make_mail

pytestmark = pytest.mark.django_db
RULE = Rule(tenant="bochum", name="test")
LATER = make.NOON + timedelta(minutes=11)


@pytest.fixture(autouse=True)
def _published():
    make.publish()


def years_on(years, days=0):
    """Noon of the same day, years later."""
    return make.NOON.replace(year=make.NOON.year + years) + timedelta(days=days)


def rows_left(tenant):
    """Of all tables of vorgaenge, those of a tenant that still name a person."""
    named = [m for m in apps.get_app_config("vorgaenge").get_models() if any(f.name == "person" for f in m._meta.fields)]
    return {m.__name__: n for m in named if (n := m._default_manager.filter(tenant_id=tenant).count())}


def full_case():
    """Answered by mail with a photo, decided by a clerk, letter out: everything a Vorgang can leave behind."""
    clerk = make.clerk()
    case = make.vorgang(answers=make.values("hundesteuer-anmeldung") | {"ermaessigung": "tierheim"})
    actions.take(case.number, by=clerk, at=make.NOON)
    asked = [actions.Asked(nachweis="tierheimvertrag", label="Vertrag mit dem Tierheim", reason="Für die Ermäßigung")]
    row = actions.request_documents(case.number, asked=asked, by=clerk, at=make.NOON)
    drain(make.NOON)
    reply = make_mail.with_photo(make_mail.mail(), content=make.photo().read()).as_bytes()
    receive(reply, [mail.reply_address("bochum", f"vorgang:{case.pk}")], at=make.NOON)
    drain(make.NOON)
    make.document(case, row)
    actions.set_fee(case.number, total_cents=1400, reason="Hälfte", by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    drain(LATER)
    return case


def letter_of(case):
    """Its sealed PDF."""
    erika = make.guest(case.person)
    return queries.letter(erika, case.number, make.bescheid_of(case))


def delete(at):
    """What the worker does, jobs and sweeps, a day apart: files leave a day after their last row."""
    tasks.delete_ended(at)
    forget_mail(at)
    files.sweep(at + timedelta(days=2))


def test_ten_years_after_its_end_nothing_of_a_person_is_left_and_the_audit_verifies(as_tenant):
    case = full_case()
    letter = letter_of(case)
    chain.seal_chains(LATER)
    stored = set(Blob.objects.values_list("pk", flat=True))
    assert len(stored) == 4  # raw mail, photo, upload (the same photo, as it came and cleaned), letter
    delete(years_on(10, days=1))
    with as_tenant("bochum"):
        assert rows_left("bochum") == {}
        assert mail_models.IncomingMail.objects.count() + mail_models.OutgoingMail.objects.count() == 0
        assert "Mustermann" not in "".join(map(str, Event.objects.values_list("payload", flat=True)))
        assert Event.objects.filter(kind="vorgaenge.VorgangDeleted").count() == 1
    assert mail_models.Dispatch.objects.count() + mail_models.SentKey.objects.count() + mail_models.ReplyAddress.objects.count() == 0
    assert Blob.objects.count() == 0
    assert not any(default_storage.exists(files.path_of(sha256)) for sha256 in stored)
    chain.seal_chains(years_on(10, days=1))
    assert chain.verify("bochum") is None
    assert letters.verify_upload(BytesIO(letter), at=years_on(10, days=2)).outcome == letters.Outcome.GENUINE


def test_until_the_last_day_everything_is_there():
    case = full_case()
    delete(years_on(10))
    assert letter_of(case).startswith(b"%PDF")
    assert len(queries.case(make.clerk(), case.number, at=years_on(10)).papers) == 2


def test_a_case_that_is_open_is_never_deleted():
    case = make.vorgang(answers=make.values("hundesteuer-anmeldung") | {"ermaessigung": "tierheim"})
    delete(years_on(60))
    assert make.again(case).number == case.number


def test_the_time_counts_from_the_end_of_the_time_for_a_remedy():
    case = make.vorgang()
    erika = make.guest(case.person)
    actions.retrieve(make.bescheid_of(case), by=erika, at=make.NOON + timedelta(days=1))
    delete(years_on(10, days=30))
    assert make.again(case).number == case.number
    delete(datetime(2036, 12, 29, 12, tzinfo=make.NOON.tzinfo))
    assert queries.deleted(make.clerk(), case.number).ended_on == date(2026, 12, 28)


def test_payments_go_with_their_case(as_tenant):
    case = make.vorgang("geburtsurkunde")
    erika, clerk = make.guest(case.person), make.clerk()
    actions.start_payment(case.number, return_url="/vorgaenge/", by=erika, at=make.NOON)
    fee = queries.matter(erika, case.number, at=make.NOON).fee
    actions.confirm_fee(f"vorgang:{case.pk}", payment_id=1, amount_cents=fee.total_cents, by=RULE, at=make.NOON)
    drain(make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    drain(LATER)
    actions.dispatch(case.number, on=date(2026, 11, 25), by=clerk, at=make.NOON + timedelta(days=1))
    with as_tenant("bochum"):
        assert Payment.objects.count() == 1
    delete(years_on(10, days=3))
    with as_tenant("bochum"):
        assert rows_left("bochum") == {}
        assert Payment.objects.count() + PaymentKey.objects.count() == 0


def road_works():
    """A permit for a skip, which closes a lane for a week."""
    clerk, case = make.clerk(), make.vorgang("sondernutzung-strasse", answers=make.values("sondernutzung-strasse"))
    actions.set_fee(case.number, total_cents=7500, reason="Tarif", by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    actions.approve(case.number, by=make.clerk(), at=make.NOON)
    drain(LATER)
    return case


def test_an_effect_keeps_its_case_until_it_has_ended_as_long_as_the_rule_says(as_tenant):
    case = road_works()
    with as_tenant("bochum"):
        models.EffectRow.objects.filter(cause__vorgang=case.pk).update(ends_on=date(2030, 1, 31))
    delete(years_on(10, days=1))
    assert len(queries.case(make.clerk(), case.number, at=years_on(10, days=1)).effects) == 1
    delete(datetime(2040, 2, 1, 12, tzinfo=make.NOON.tzinfo))
    with as_tenant("bochum"):
        assert rows_left("bochum") == {} and models.EffectRow.objects.count() == 0


def test_an_effect_without_an_end_keeps_its_case(as_tenant):
    case = road_works()
    with as_tenant("bochum"):
        models.EffectRow.objects.filter(cause__vorgang=case.pk).update(ends_on=None)
    delete(years_on(90))
    assert make.again(case).number == case.number


def test_where_nobody_entered_the_years_nothing_is_deleted_and_the_operator_sees_it(monkeypatch, capsys):
    case = make.vorgang()
    gap = Retention(to_be_entered="Aktenplan der Stadt")
    service = catalogue.leistung("bochum", "hundesteuer-anmeldung")
    without = service.leistung.model_copy(update={"retention": gap})
    monkeypatch.setattr(catalogue, "owned_by", lambda tenant: (type(service)(**vars_of(service) | {"leistung": without}),))
    delete(years_on(90))
    assert make.again(case).number == case.number
    call_command("retention")
    assert "NOT ENTERED, nothing is deleted: Aktenplan der Stadt" in capsys.readouterr().out


def vars_of(service):
    """Its fields."""
    return {name: getattr(service, name) for name in type(service).__dataclass_fields__}


def test_the_operator_sees_each_rule_and_what_is_due(capsys):
    make.vorgang()
    with time_machine.travel(years_on(11), tick=False):
        call_command("retention")
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("bochum") and "hundesteuer-anmeldung" in line)
    assert "10 years" in line and "1 ended" in line and "1 due" in line and "KomHVO" in line and "to be checked" in line


def test_a_clerk_sees_when_and_by_which_rule_a_number_was_deleted():
    case = make.vorgang()
    delete(years_on(10, days=1))
    assert (queries.deleted(make.clerk(), case.number).years, queries.deleted(make.clerk(), case.number).at) == (10, years_on(10, days=1))
    for city, status in (("bochum", 410), ("essen", 404)):
        offices = tuple(o.key for o in catalogue.leistung(city, "hundesteuer-anmeldung").kommune.offices)
        browser = make_identity.at_desk(make_identity.account(city, offices=offices))
        page = browser.get(reverse("schreibtisch-vorgang", args=[case.number]))
        found = browser.get(reverse("schreibtisch"), {"q": case.number.lower()}).content.decode()
        assert page.status_code == status
        assert ("Gelöscht am" in page.content.decode(), "ist gelöscht" in found) == (city == "bochum", city == "bochum")
    assert Client().get(reverse("vorgang", args=[case.number])).status_code in {302, 404}


def test_deleting_twice_and_too_early_change_nothing():
    case = make.vorgang()
    rule = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.retention
    assert not actions.delete_ended(case.pk, rule, by=RULE, at=years_on(10))
    assert actions.delete_ended(case.pk, rule, by=RULE, at=years_on(10, days=1))
    delete(years_on(10, days=1))
    assert queries.deleted(make.clerk(), case.number).number == case.number


def test_a_city_deletes_nothing_of_another():
    case = make.vorgang()
    rule = catalogue.leistung("bochum", "hundesteuer-anmeldung").leistung.retention
    with pytest.raises(NotFound):
        actions.delete_ended(case.pk, rule, by=Rule(tenant="essen", name="test"), at=years_on(20))
    assert make.again(case).number == case.number


def uploaded(kommune):
    """The same photo, in a draft of each city."""
    row = make.antrag(by=make.guest(), kommune=kommune)
    received = actions.take_in(make.photo(), "vertrag.jpg", at=make.NOON)
    actions.add_to_antrag(str(row.key), field="vertrag", nachweis="vertrag", received=received, by=make.guest(row.person), at=make.NOON)
    return row, received.sha256


def test_a_file_of_two_cities_leaves_with_the_last_one():
    (bochum, sha256), (essen, same) = uploaded("bochum"), uploaded("essen")
    assert sha256 == same
    actions.discard(str(bochum.key), by=make.guest(bochum.person), at=make.NOON)
    files.sweep(make.NOON + timedelta(days=2))
    assert files.read_blob(sha256)
    actions.discard(str(essen.key), by=make.guest(essen.person), at=make.NOON)
    files.sweep(make.NOON + timedelta(days=4))
    with pytest.raises(FileNotFoundError):
        files.open_blob(sha256)


def test_drafts_and_files_taken_out_again_leave_after_a_month(as_tenant):
    row, sha256 = uploaded("bochum")
    kept, _ = uploaded("bochum")
    with as_tenant("bochum"):
        document = models.Document.objects.get(antrag=kept)
        models.Antrag.objects.filter(pk=kept.pk).update(expires_at=years_on(1))
    actions.remove_from_antrag(str(kept.key), document=str(document.key), by=make.guest(kept.person), at=make.NOON)
    tasks.expire_drafts(make.NOON + timedelta(days=31))
    files.sweep(make.NOON + timedelta(days=33))
    with as_tenant("bochum"):
        assert set(models.Antrag.objects.values_list("pk", flat=True)) == {kept.pk}
        assert models.Document.objects.count() == 0
    assert not default_storage.exists(files.path_of(sha256))


def test_a_file_stored_again_while_it_was_about_to_leave_stays():
    blob = files.store_bytes(b"needed again", at=make.NOON)
    files.store_bytes(b"needed again", at=years_on(1))
    assert files.sweep(years_on(1)) == 0
    assert files.read_blob(blob.pk) == b"needed again"
    assert files.sweep(years_on(1, days=2)) == 1


def test_a_sweep_looks_at_every_file_in_turn():
    for n in range(5):
        files.store_bytes(b"%d" % n, at=make.NOON)
    assert [files.sweep(years_on(1), limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_every_column_that_names_a_file_is_asked_before_one_leaves():
    """A new one: write a keeper (core.files.keeps_files) and add it here."""
    of_files = {"vorgaenge.Document.sha256", "letters.Letter.sha256"}
    of_files |= {"mail.IncomingMail.raw", "mail.IncomingAttachment.original", "mail.IncomingAttachment.cleaned"}
    of_files |= {"supply.GridRevision.sha256"}  # of the file as it came; what is kept of it stands in model and series
    found = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model is not Blob
        for field in model._meta.fields
        if field.related_model is Blob or "sha256" in field.name
    }
    assert found == of_files
    assert {keeper.__module__.split(".")[1] for keeper in files._keepers} == {"vorgaenge", "letters", "mail", "supply"}


def test_settled_and_automatic_mail_leaves_the_quarantine_after_a_month_and_what_waits_stays(as_tenant):
    spam, waiting = (make_mail.mail(message_id=f"<{n}@x.example>", subject=n).as_bytes() for n in ("spam", "frage"))
    away = make_mail.mail(message_id="<away@x.example>", auto_submitted="auto-replied").as_bytes()
    for raw in (spam, waiting, away):
        receive(raw, ["post+bochum@post.glueckauf.example"], at=make.NOON)
    drain(make.NOON)
    mail_actions.discard(next(m.id for m in mail.quarantine(RULE) if m.subject == "spam"), reason="spam", by=make.clerk(), at=make.NOON)
    forget_mail(make.NOON + timedelta(days=29))
    with as_tenant("bochum"):
        assert mail_models.IncomingMail.objects.count() == 3
    forget_mail(make.NOON + timedelta(days=31))
    with as_tenant("bochum"):
        assert [m.subject for m in mail_models.IncomingMail.objects.all()] == ["frage"]


def test_mailed_links_leave_with_their_address_after_a_month(as_tenant, settings):
    settings.EMAIL_HOST = "relay.example"
    mail_actions.send_code("", to="erika@mustermann.example", subject="Link", text="x", html="x", by=RULE, at=make.NOON)
    forget_mail(make.NOON + timedelta(days=31))
    with as_tenant("-"):
        assert mail_models.OutgoingMail.objects.count() == 1  # not sent yet
    mail_actions.send_due(make.NOON + timedelta(days=31))
    forget_mail(make.NOON + timedelta(days=31))
    with as_tenant("-"):
        assert mail_models.OutgoingMail.objects.count() + mail_models.Dispatch.objects.count() == 0


@pytest.mark.parametrize(
    ("today", "years", "day"),
    [
        (date(2036, 11, 25), 10, date(2026, 11, 25)),
        (date(2036, 2, 29), 10, date(2026, 3, 1)),
        (date(2036, 2, 29), 4, date(2032, 2, 29)),
        (date(2038, 3, 1), 10, date(2028, 3, 1)),
    ],
)
def test_the_day_before_which_something_must_have_ended(today, years, day):
    assert ended_before(today, years) == day


@pytest.mark.parametrize("given", [{}, {"years": 10}, {"years": 10, "law": "§", "to_be_entered": "x"}, {"years": 0, "law": "§"}])
def test_a_rule_without_its_law_or_a_gap_without_its_name_is_refused(given):
    with pytest.raises(ValueError, match=r"years|to_be_entered"):
        Retention.model_validate(given)
