"""Outages from a plan to the mail: two persons, valves and their inverse, who hears of it, and what nobody may see."""

import csv
import io
import re
from datetime import timedelta

import make_supply
import pytest
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator

from glueckauf.api.serving import ENDPOINTS
from glueckauf.core.db import reading, writing
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Role, Rule
from glueckauf.mail.models import OutgoingMail
from glueckauf.supply import actions, queries
from glueckauf.supply.actions.watches import token_of
from glueckauf.supply.models import ElementPosition, Outage, StreetWatch
from glueckauf.supply.rules.outages import Kind, State
from tests import make_identity
from tests.make_catalogue import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def clerk(tenant=make_supply.OPERATOR):
    return make_identity.clerk(tenant, roles=(Role.CLERK,), offices=("leitstelle",))


@pytest.fixture
def water():
    make_supply.water()


@pytest.fixture
def pair():
    return clerk(), clerk()


def draft(by, **more):
    return make_supply.outage(by=by, **more)


def watch(street="Musterstr.", email="erika@mustermann.example", *, confirmed=True, kommune="bochum"):
    row = actions.ask_to_watch(kommune, street=street, email=email, language="de", at=NOON)
    if confirmed:
        actions.confirm_watch(token_of(row), at=NOON)
    return row


def mails(kommune="bochum"):
    """Of outages, without those that confirm."""
    drain(LATER)
    with reading(Scope(tenant=kommune)):
        return [(mail.to, mail.subject) for mail in OutgoingMail.objects.filter(tenant=kommune).exclude(once="").order_by("pk")]


def states(outage_id):
    with reading(make_supply.BY):
        return [step.state for step in Outage.objects.get(pk=outage_id).steps.order_by("pk")]


def shut():
    with reading(make_supply.BY):
        return list(ElementPosition.objects.filter(undone_at=None).values_list("element", flat=True))


def test_a_plan_is_released_by_a_second_person_and_repair_takes_all_back(pair):
    one, two = pair
    watch()
    key = draft(one)
    assert queries.public_outages("bochum", at=NOON).now == ()
    with pytest.raises(actions.SecondPerson):
        actions.announce_outage(key, by=one, at=NOON)
    actions.announce_outage(key, by=two, at=NOON)
    (public,) = queries.public_outages("bochum", at=NOON).now
    assert public.where == ("Musterstraße 1 bis 9",) and public.houses == 2
    actions.begin_outage(key, by=one, at=NOON)
    assert shut() == ["S001"]
    actions.end_outage(key, by=one, at=LATER)
    assert shut() == []
    found = queries.public_outages("bochum", at=LATER)
    assert found.now == () and [one.state for one in found.over] == [State.ENDED]
    assert [subject for _, subject in mails()] == [
        "Musterstr.: Wasser fällt aus",
        "Musterstr.: Wasser ist wieder da",
    ]


def test_each_step_is_told_once_to_each_confirmed_address_of_that_street(pair):
    watch()
    watch("Musterstraße", "max@beispiel.example")
    watch("Musterstraße", "nie@bestaetigt.example", confirmed=False)
    watch("Probeallee", "andere@strasse.example")
    key = draft(pair[0])
    actions.announce_outage(key, by=pair[1], at=NOON)
    assert sorted(to for to, _ in mails()) == ["erika@mustermann.example", "max@beispiel.example"]
    with reading(make_supply.BY):
        step = Outage.objects.get(pk=key).steps.get(state=State.ANNOUNCED).pk
    actions.tell_watchers(key, step, by=make_supply.BY, at=LATER)
    assert len(mails()) == 2


def test_a_street_is_watched_however_its_umlauts_and_its_length(pair):
    assert watch("ß" * 120).street == "ß" * 120
    watch("Uebungsgasse")
    key = draft(pair[0], streets=[{"street": "Übungsgasse", "first": "1", "last": "9"}])
    actions.announce_outage(key, by=pair[1], at=NOON)
    assert mails() == [("erika@mustermann.example", "Uebungsgasse: Wasser fällt aus")]
    assert len(queries.public_outages("bochum", street="UEBUNGSGASSE", at=NOON).now) == 1


@pytest.mark.parametrize(
    ("street", "meant"), [("Musterstrase", "Musterstraße"), ("muster", "Musterstraße"), ("Probeallee", ""), ("M", ""), ("", "")]
)
def test_who_writes_another_street_is_shown_the_one_that_is_concerned(pair, street, meant):
    actions.announce_outage(draft(pair[0]), by=pair[1], at=NOON)
    assert queries.public_outages("bochum", street=street, at=NOON).meant == meant
    answer = Client().get("/bochum/stoerungen/", {"strasse": street}).content.decode()
    assert ("Meinten Sie" in answer) is bool(meant)


def test_what_is_only_a_draft_is_told_to_nobody_even_when_it_is_thrown_away(pair):
    watch()
    key = draft(pair[0])
    actions.withdraw_outage(key, by=pair[0], at=NOON)
    assert mails() == []
    assert queries.public_outages("bochum", at=NOON) == queries.PublicOutages(now=(), planned=(), over=())


def test_what_was_announced_and_called_off_is_told(pair):
    watch()
    key = draft(pair[0], begins_at=NOON + timedelta(days=2), expected_end=NOON + timedelta(days=2, hours=3), kind=Kind.PLANNED)
    actions.announce_outage(key, by=pair[1], at=NOON)
    assert len(queries.public_outages("bochum", at=NOON).planned) == 1
    actions.withdraw_outage(key, by=pair[0], at=NOON)
    assert [subject for _, subject in mails()] == ["Musterstr.: Wasser fällt am 26.11. aus", "Musterstr.: Wasser wird nicht abgestellt"]


def test_a_mail_about_a_later_day_names_it_its_start_and_each_change_are_told(pair):
    watch()
    key = draft(pair[0], begins_at=NOON + timedelta(minutes=30), expected_end=None, kind=Kind.PLANNED)
    actions.announce_outage(key, by=pair[1], at=NOON)
    actions.begin_outage(key, by=pair[0], at=NOON + timedelta(minutes=30))
    actions.change_outage(key, expected_end=NOON + timedelta(hours=9), note="", by=pair[0], at=LATER)
    assert [subject for _, subject in mails()] == [
        "Musterstr.: Wasser fällt am 24.11. aus",
        "Musterstr.: Wasser fällt aus",
        "Musterstr.: Wasser, Neues zum Ausfall",
    ]


@pytest.mark.parametrize(
    ("moves", "then"),
    [
        ((), "begin_outage"),
        ((), "end_outage"),
        (("announce_outage",), "end_outage"),
        (("announce_outage", "begin_outage"), "withdraw_outage"),
        (("announce_outage", "begin_outage"), "begin_outage"),
        (("announce_outage", "begin_outage", "end_outage"), "begin_outage"),
        (("withdraw_outage",), "announce_outage"),
    ],
)
def test_an_outage_takes_no_step_twice_and_none_back(pair, moves, then):
    key = draft(pair[0])
    for move in moves:
        getattr(actions, move)(key, by=pair[1], at=NOON)
    before = states(key)
    with pytest.raises(actions.CannotFollow):
        getattr(actions, then)(key, by=pair[1], at=NOON)
    assert states(key) == before


def test_what_changed_after_the_start_can_still_be_ended(pair):
    key = draft(pair[0])
    actions.announce_outage(key, by=pair[1], at=NOON)
    actions.begin_outage(key, by=pair[1], at=NOON)
    actions.change_outage(key, expected_end=NOON + timedelta(hours=9), note="Es dauert länger.", by=pair[0], at=LATER)
    (public,) = queries.public_outages("bochum", at=LATER).now
    assert public.note == "Es dauert länger." and len(public.history) == 3
    actions.end_outage(key, by=pair[0], at=LATER)
    assert states(key)[-1] == State.ENDED


def test_an_end_before_the_start_is_refused(pair):
    with pytest.raises(actions.EndsBeforeItBegins):
        draft(pair[0], expected_end=NOON)


def test_another_operator_and_a_city_do_not_see_it(pair):
    key = draft(pair[0])
    for tenant in ("donetz", "bochum"):
        with pytest.raises(NotFound):
            queries.desk_outage(clerk(tenant), key)
        assert queries.desk_outages(clerk(tenant), "water", at=NOON) == ()


def test_an_address_nobody_confirmed_is_forgotten(pair):
    watch(confirmed=False)
    watch()
    actions.forget_unconfirmed(at=NOON + timedelta(days=3))
    with reading(Rule(tenant="bochum", name="supply")):
        assert StreetWatch.objects.count() == 1


def test_a_leak_is_planned_released_announced_and_repaired_at_the_desk(water, pair):
    desk, second = (make_identity.desk_of(one) for one in pair)
    page = reverse("netz-absperrung")
    place = {"street": "Musterstraße", "house_number": "3", "postcode": "44787"}
    shown = desk.get(page, place).content.decode()
    assert "Schieber schließen" in shown and "Musterstraße 3, 44787" in shown and "synthetisches Netz" in shown
    assert "Schieber gelten als offen, weil niemand etwas anderes verzeichnet hat" in shown and "mehr ohne Wasser" in shown
    times = {"begins_at": "24.11.2026 13:00", "expected_end": "24.11.2099 18:00", "cause": "leak", "note": "Ein Wasserwagen kommt."}
    answer = desk.post(page, place | times)
    assert answer.status_code == 302, answer.content.decode()
    kept = desk.get(answer.url).content.decode()
    assert "zweite Person" in kept and "gelten als offen" in kept
    assert desk.post(answer.url, {"tun": "ankuendigen"}).status_code == 409
    assert 'aria-keyshortcuts="b"' not in second.get(answer.url).content.decode(), "a slip of a key turns no valve"
    assert second.post(answer.url, {"tun": "ankuendigen"}).status_code == 302
    city = Client().get(reverse("stoerungen", args=["bochum"])).content.decode()
    assert "Wasser: " in city and "Ein Wasserwagen kommt." in city and "<line" in city
    assert desk.post(answer.url, {"tun": "beginnen"}).status_code == 302
    assert "(Abschaltung läuft)" in desk.get(page, place).content.decode()
    assert desk.post(answer.url, {"tun": "aendern", "expected_end": "gestern", "note": ""}).status_code == 422
    assert desk.post(answer.url, {"tun": "beenden"}).status_code == 302
    assert ", ab " not in desk.get(answer.url).content.decode()
    assert desk.post(answer.url, {"tun": "sprengen"}).status_code == 409
    assert shut() == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"house_number": "999"}, "steht nicht im Netzmodell"),
        ({"stuck": "S999"}, "Einen der Schieber gibt es im Netzmodell nicht"),
        ({"postcode": "4478"}, "fünf Ziffern"),
        ({"street": ""}, "Tragen Sie die Straße ein"),
    ],
)
def test_a_place_that_cannot_be_planned_is_said_in_german(water, pair, change, said):
    place = {"street": "Musterstraße", "house_number": "3", "postcode": "44787"} | change
    answer = make_identity.desk_of(pair[0]).get(reverse("netz-absperrung"), place)
    assert answer.status_code == 422 and said in answer.content.decode()


def test_without_a_grid_the_page_says_so(pair):
    place = {"street": "Musterstraße", "house_number": "3", "postcode": "44787"}
    assert "noch kein Netzmodell" in make_identity.desk_of(pair[0]).get(reverse("netz-absperrung"), place).content.decode()
    assert "noch kein Netzmodell" in make_identity.desk_of(pair[0]).get(reverse("netz", args=["wasser"])).content.decode()


def test_clerks_of_a_city_that_runs_no_network_see_none(water, pair):
    draft(pair[0])
    desk = make_identity.desk_of(make_identity.clerk("bochum", roles=(Role.CLERK,), offices=("tiefbauamt",)))
    shown = desk.get(reverse("netz", args=["wasser"])).content.decode()
    assert "Stadt Bochum betreibt hier kein Netz" in shown and "Musterstraße" not in shown
    place = {"street": "Musterstraße", "house_number": "3", "postcode": "44787"}
    assert "noch kein Netzmodell" in desk.get(reverse("netz-absperrung"), place).content.decode()
    assert len(desk.get(reverse("netz-unterbrechungen")).content.decode("utf-8-sig").splitlines()) == 1


def test_mails_are_ordered_confirmed_and_ended_by_links():
    client, page = Client(), reverse("stoerungen", args=["bochum"])
    assert client.post(page, {"strasse": "", "email": "keine"}).status_code == 422
    assert client.post(page, {"strasse": "Musterstraße", "email": "erika@mustermann.example"}).status_code == 302
    assert client.post(page, {"strasse": "Musterstraße", "email": "maschine@werbung.example", "website": "x"}).status_code == 302
    with reading(Scope(tenant="bochum")):
        (mail,) = OutgoingMail.objects.filter(tenant="bochum")
    link = re.search(r"/stoerungen/nachrichten/[^\s\"]+/", mail.text).group()
    assert "Ja, Nachrichten bestellen" in client.get(link).content.decode()
    with reading(Rule(tenant="bochum", name="supply")):
        assert StreetWatch.objects.get().confirmed_at is None, "opening the link confirms nothing"
    assert "Bestätigt" in client.post(link).content.decode()
    assert "Abbestellt" in client.post(link, {"abbestellen": "1"}).content.decode()
    assert client.get(link).status_code == 404
    assert client.get(reverse("stoerungen-abo", args=["gefaelscht"])).status_code == 404


def test_open_data_says_streets_and_nothing_of_the_grid(pair):
    key = draft(pair[0])
    actions.announce_outage(key, by=pair[1], at=NOON)
    answer = Client().get(reverse("api-stoerungen", args=["bochum"]))
    Draft202012Validator(next(one.schema for one in ENDPOINTS if one.name == "api-stoerungen")).validate(answer.json())
    (feature,) = answer.json()["features"]
    assert feature["geometry"] == {"type": "LineString", "coordinates": [[7.2, 51.48], [7.201, 51.48]]}
    assert "S001" not in answer.content.decode()
    assert feature["properties"]["synthetic"] is True and feature["properties"]["ended_at"] is None
    assert answer["Cache-Control"] == "public, max-age=60"
    (line,) = table()
    assert (line["street"], line["network"], line["synthetic"], line["ended_at"]) == ("Musterstraße", "water", "ja", "")
    for old, new in (("stoerungen-geojson", "api-stoerungen"), ("stoerungen-csv", "api-stoerungen-csv")):
        moved = Client().get(reverse(old, args=["bochum"]))
        assert (moved.status_code, moved.url) == (301, reverse(new, args=["bochum"]))


def table():
    answer = Client().get(reverse("api-stoerungen-csv", args=["bochum"]))
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_a_street_of_an_operator_is_no_formula_in_the_table(pair):
    street = {"street": "=HYPERLINK(1)", "first": "+1", "last": "@9", "houses": 5, "line": None}
    actions.announce_outage(draft(pair[0], streets=[street]), by=pair[1], at=NOON)
    (line,) = table()
    assert (line["street"], line["first"], line["last"]) == ("'=HYPERLINK(1)", "'+1", "'@9")
    (feature,) = Client().get(reverse("api-stoerungen", args=["bochum"])).json()["features"]
    assert feature["geometry"] is None


def test_the_year_of_interruptions_holds_what_ended(pair):
    key = draft(pair[0])
    actions.announce_outage(key, by=pair[1], at=NOON)
    actions.begin_outage(key, by=pair[1], at=NOON)
    desk = make_identity.desk_of(pair[0])
    url = reverse("netz-unterbrechungen")
    assert len(desk.get(url, {"jahr": "2026"}).content.decode("utf-8-sig").splitlines()) == 1
    actions.end_outage(key, by=pair[1], at=LATER)
    (row,) = list(csv.DictReader(io.StringIO(desk.get(url, {"jahr": "2026"}).content.decode("utf-8-sig")), delimiter=";"))
    assert (row["Minuten"], row["Anschlüsse"], row["Art"]) == ("60", "2", "ungeplant")
    assert len(desk.get(url, {"jahr": "2025"}).content.decode("utf-8-sig").splitlines()) == 1


def test_the_page_of_a_city_narrows_to_a_street(pair):
    key = draft(pair[0])
    actions.announce_outage(key, by=pair[1], at=NOON)
    page = reverse("stoerungen", args=["bochum"])
    assert "Musterstraße 1 bis 9" in Client().get(page, {"strasse": "musterstr"}).content.decode()
    assert "ist keine Störung bekannt" in Client().get(page, {"strasse": "Andere Straße"}).content.decode()


def test_rows_of_others_cannot_be_written(pair):
    key = draft(pair[0])
    with pytest.raises(NotFound):
        actions.announce_outage(key, by=clerk("donetz"), at=NOON)
    with writing(make_supply.BY):
        assert Outage.objects.filter(pk=key).exists()
