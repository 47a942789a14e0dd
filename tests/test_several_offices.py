"""One Antrag, several Vorgänge: a street party goes to the offices its answers need; each decides for itself, she sees one matter."""

import pytest
from django.test import Client
from django.urls import reverse

from glueckauf.core.db import reading, writing
from glueckauf.core.errors import NotFound
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.identity.rules.actor import Clerk, Role
from glueckauf.mail import actions as mail_actions
from glueckauf.mail import queries as mails
from glueckauf.mail.models import OutgoingMail
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.actions.correct import NO_LONGER_NEEDED
from glueckauf.vorgaenge.models import Document, FeeAssessment, Message, Vorgang, Withdrawal
from glueckauf.vorgaenge.rules.stage import Ending, Stage
from tests import make, make_identity, make_mail
from tests.make_catalogue import publish

pytestmark = pytest.mark.django_db(transaction=True)
NOON = make.NOON


@pytest.fixture(autouse=True)
def published():
    publish()


@pytest.fixture
def erika():
    return make.guest()


def clerk_of(*offices, kommune="bochum"):
    account = make_identity.account(kommune, roles=(Role.CLERK, Role.HEAD), offices=offices)
    return Clerk(id=account.pk, tenant=kommune, offices=frozenset(offices), roles=frozenset({Role.CLERK, Role.HEAD}), name="M. Beispiel")


def party(by, *, answers=None, **changes):
    """Handed in with site plan and insurance; its Vorgänge by part."""
    values = answers or make.values("strassenfest", **changes)
    row = make.antrag("strassenfest", by=by, answers=values)
    for field in ("lageplan", "versicherung"):
        received = actions.take_in(make.photo(), f"{field}.jpg", at=NOON)
        document = actions.add_to_antrag(str(row.key), field=field, nachweis=field, received=received, by=by, at=NOON)
        values = values | {field: [str(document.key)]}
    actions.save(str(row.key), section="ablauf", seen=9, values=values, errors=[], by=by, at=NOON)
    actions.submit(str(row.key), channel="portal", by=by, at=NOON)
    drain(NOON)
    return parts_of(row)


def parts_of(row):
    with reading(Scope(tenant="bochum")):
        return {v.part: v for v in Vorgang.objects.filter(antrag_id=row.pk).select_related("antrag").order_by("pk")}


def again(parts):
    return parts_of(next(iter(parts.values())).antrag)


def papers(vorgang):
    with reading(Scope(tenant="bochum")):
        rows = Document.objects.filter(vorgang=vorgang, removed_at=None)
        return sorted(rows.values_list("nachweis", flat=True))


def test_each_office_gets_its_vorgang_with_number_fee_and_documents(erika):
    parts = party(erika)
    assert {key: v.office for key, v in parts.items()} == {
        "verkehr": "strassenverkehr",
        "flaeche": "tiefbauamt",
        "ausschank": "ordnungsamt",
        "laerm": "ordnungsamt",
    }
    assert len({v.number for v in parts.values()}) == 4
    assert parts["verkehr"].title == "Straßenfest: Sperrung der Straße"
    assert {key: papers(v) for key, v in parts.items()} == {
        "verkehr": ["lageplan", "versicherung"],
        "flaeche": ["lageplan", "versicherung"],
        "ausschank": ["lageplan"],
        "laerm": [],
    }
    with reading(Scope(tenant="bochum")):
        fees = {f.vorgang.part: f.kind for f in FeeAssessment.objects.select_related("vorgang")}
    assert fees == {"verkehr": "by_person", "flaeche": "to_be_entered", "ausschank": "to_be_entered", "laerm": "to_be_entered"}


def test_an_office_that_is_not_needed_hears_nothing(erika):
    quiet = {"sperrung": False, "alkohol": False, "musik": "leise"}
    assert list(party(erika, **quiet)) == ["flaeche"]


def test_one_office_stays_as_simple_as_it_was(erika):
    case = make.vorgang(by=erika)
    assert case.part == ""
    assert queries.matter(erika, case.number, at=NOON).siblings == ()


def test_she_sees_one_matter_and_what_is_still_open_where(erika):
    parts = party(erika)
    page = queries.matter(erika, parts["verkehr"].number, at=NOON)
    assert [s.name for s in page.still_open] == [
        "Sperrung der Straße",
        "Nutzung der Fläche",
        "Ausschank von Alkohol",
        "Musik und Nachtruhe",
    ]
    (row,) = queries.mine(erika, at=NOON).waiting
    assert (row.offices, row.offices_open) == (4, 4)
    receipt = queries.receipt(erika, str(parts["verkehr"].antrag.key), at=NOON)
    assert (receipt.title, len(receipt.siblings)) == ("Straßenfest", 4)


def test_one_mail_names_all_numbers(erika):
    parts = party(erika)
    with reading(Scope(tenant="bochum")):
        (mail,) = OutgoingMail.objects.all()
    assert all(v.number in mail.text for v in parts.values())


def test_offices_decide_apart_and_see_of_each_other_only_the_state(erika):
    parts, clerk = party(erika), clerk_of("strassenverkehr")
    number = parts["verkehr"].number
    actions.set_fee(number, total_cents=5000, reason="Rahmen der GebOSt", by=clerk, at=NOON)
    actions.decide(number, ending=Ending.GRANT, by=clerk, at=NOON)
    other = clerk_of("ordnungsamt")
    case = queries.case(other, parts["laerm"].number, at=NOON)
    assert {s.name: (s.word, s.may_open) for s in case.siblings} == {
        "Sperrung der Straße": ("entschieden", False),
        "Nutzung der Fläche": ("neu", False),
        "Ausschank von Alkohol": ("neu", True),
        "Musik und Nachtruhe": ("neu", True),
    }
    with pytest.raises(NotFound):
        queries.case(other, number, at=NOON)
    with pytest.raises(NotFound):
        queries.case(clerk_of("ordnungsamt", kommune="essen"), parts["laerm"].number, at=NOON)
    after = again(parts)
    assert {key: v.stage for key, v in after.items()} == {
        "verkehr": Stage.DECIDED,
        "flaeche": Stage.NEW,
        "ausschank": Stage.NEW,
        "laerm": Stage.NEW,
    }


def test_each_office_ends_with_its_own_letter_and_effect(erika):
    from glueckauf.vorgaenge.models import Bescheid, EffectRow

    parts = party(erika)
    for key, office in (("verkehr", "strassenverkehr"), ("flaeche", "tiefbauamt"), ("ausschank", "ordnungsamt"), ("laerm", "ordnungsamt")):
        clerk = clerk_of(office)
        actions.set_fee(parts[key].number, total_cents=4000, reason="Tarif", by=clerk, at=NOON)
        actions.decide(parts[key].number, ending=Ending.GRANT, by=clerk, at=NOON)
    later = NOON.replace(hour=13)
    drain(later)
    with reading(Scope(tenant="bochum")):
        letters = {b.vorgang.part: b.letter_id for b in Bescheid.objects.select_related("vorgang")}
        effects = [e.cause.vorgang.part for e in EffectRow.objects.select_related("cause__vorgang")]
    assert all(letters.values()) and len(set(letters.values())) == 4
    assert effects == ["verkehr"]
    assert queries.matter(erika, parts["laerm"].number, at=later).still_open == ()


def test_withdrawing_names_the_part_or_takes_all(erika):
    parts = party(erika)
    actions.withdraw(parts["laerm"].number, by=erika, at=NOON)
    assert [v.stage for v in again(parts).values()].count(Stage.WITHDRAWN) == 1
    assert actions.withdraw_all(parts["verkehr"].number, by=erika, at=NOON) == 3
    assert {v.stage for v in again(parts).values()} == {Stage.WITHDRAWN}
    with pytest.raises(actions.MovedOn):
        actions.withdraw_all(parts["verkehr"].number, by=erika, at=NOON)


def corrected(erika, number, **changes):
    antrag = actions.start_correction(number, by=erika, at=NOON)
    with reading(Scope(tenant="bochum")):
        values = antrag.versions.get(number=antrag.current).values
    actions.save(str(antrag.key), section="ablauf", seen=99, values=values | changes, errors=[], by=erika, at=NOON)
    actions.send_correction(number, by=erika, at=NOON)
    drain(NOON)


def test_a_correction_reaches_all_opens_what_is_needed_now_and_ends_what_is_not(erika):
    parts = party(erika, alkohol=False)
    assert "ausschank" not in parts
    corrected(erika, parts["verkehr"].number, alkohol=True, jugendschutz="Max Beispiel", musik="leise", titel="Herbstfest")
    after = again(parts)
    assert {key: v.stage for key, v in after.items()} == {
        "verkehr": Stage.NEW,
        "flaeche": Stage.NEW,
        "laerm": Stage.WITHDRAWN,
        "ausschank": Stage.NEW,
    }
    assert {v.subject for key, v in after.items() if key != "laerm"} == {"Herbstfest"}
    assert papers(after["ausschank"]) == ["lageplan"]
    with reading(Scope(tenant="bochum")):
        assert [w.reason for w in Withdrawal.objects.all()] == [NO_LONGER_NEEDED]


def decide(vorgang, clerk):
    actions.set_fee(vorgang.number, total_cents=4000, reason="Tarif", by=clerk, at=NOON)
    return actions.decide(vorgang.number, ending=Ending.GRANT, by=clerk, at=NOON)


def title_in(vorgang, clerk):
    case = queries.case(clerk, vorgang.number, at=NOON)
    return case.answers["titel"]


def test_after_one_office_has_decided_the_others_still_get_the_correction_and_the_decision_keeps_its_answers(erika):
    parts, clerk = party(erika), clerk_of("tiefbauamt")
    decide(parts["flaeche"], clerk)
    hers = queries.matter(erika, parts["verkehr"].number, at=NOON)
    assert hers.can_correct and [s.name for s in hers.keep_their_answers] == ["Nutzung der Fläche"]
    before = title_in(parts["flaeche"], clerk)
    corrected(erika, parts["verkehr"].number, titel="Herbstfest", musik="leise", nach_22=False)
    after = again(parts)
    assert {key: v.stage for key, v in after.items()} == {
        "verkehr": Stage.NEW,
        "flaeche": Stage.DECIDED,
        "ausschank": Stage.NEW,
        "laerm": Stage.WITHDRAWN,
    }
    assert title_in(after["verkehr"], clerk_of("strassenverkehr")) == "Herbstfest"
    assert title_in(after["flaeche"], clerk) == before != "Herbstfest"
    page = queries.matter(erika, parts["flaeche"].number, at=NOON)
    assert page.has_own_answers and page.corrections.sent == ()
    assert queries.matter(erika, parts["verkehr"].number, at=NOON).corrections.sent


def test_an_office_that_decided_on_what_no_longer_holds_is_not_ended_by_a_correction(erika):
    parts, clerk = party(erika), clerk_of("ordnungsamt")
    decide(parts["laerm"], clerk)
    corrected(erika, parts["verkehr"].number, musik="leise", nach_22=False)
    assert again(parts)["laerm"].stage == Stage.DECIDED


def test_a_decision_taken_back_after_a_correction_is_about_the_corrected_answers(erika):
    parts, clerk = party(erika), clerk_of("tiefbauamt")
    decide(parts["flaeche"], clerk)
    corrected(erika, parts["verkehr"].number, titel="Herbstfest")
    with pytest.raises(actions.AlreadyDecided):
        corrected(erika, parts["flaeche"].number, titel="Winterfest")
    actions.take_back(parts["flaeche"].number, by=clerk, at=NOON)
    assert title_in(parts["flaeche"], clerk) == "Herbstfest"


def test_when_all_offices_have_decided_nothing_can_be_corrected(erika):
    parts = party(erika, sperrung=False, alkohol=False, musik="leise", nach_22=False)
    decide(parts["flaeche"], clerk_of("tiefbauamt"))
    assert not queries.matter(erika, parts["flaeche"].number, at=NOON).can_correct
    with pytest.raises(actions.AlreadyDecided):
        corrected(erika, parts["flaeche"].number, titel="Herbstfest")


def test_pages_show_all_parts(erika, client: Client):
    session = client.session
    session["guest"] = erika.person
    session.save()
    row = make.antrag("strassenfest", by=erika, answers=make.values("strassenfest"))
    check = client.get(reverse("antrag-pruefen", args=[row.key])).content.decode()
    assert "Ihr Antrag hat 4 Teile" in check
    client.post(reverse("antrag-pruefen", args=[row.key]), {"channel": "portal"})
    received = client.get(reverse("antrag-eingegangen", args=[row.key])).content.decode()
    parts = parts_of(row)
    assert all(v.number in received for v in parts.values())
    page = client.get(reverse("vorgang", args=[parts["laerm"].number])).content.decode()
    assert "Noch offen: 4" in page
    assert "Sperrung der Straße" in page
    ways = client.get(reverse("vorgang-zurueckziehung", args=[parts["laerm"].number])).content.decode()
    assert "Alles zurückziehen" in ways
    assert "Diese Ämter entscheiden mit" in client.get(reverse("leistung", args=["bochum", "strassenfest"])).content.decode()


def answer(topic, *names, text="Guten Tag, anbei die Unterlagen."):
    """Her mail to one of our reply addresses, taken in by the worker."""
    message = make_mail.mail(text)
    for name in names:
        message = make_mail.with_photo(message, name, make.photo().read())
    return make_mail.arrive(message, mails.reply_address("bochum", topic)).mail_id


def asked_for(vorgang, office, *nachweise):
    slots = [actions.Asked(nachweis=n, label=label, reason="Für die Akte") for n, label in nachweise]
    actions.request_documents(vorgang.number, asked=slots, by=clerk_of(office), at=NOON)
    drain(NOON)


PLAN, TOILETS = ("umleitung", "Plan der Umleitung"), ("toiletten", "Foto der Toiletten")


def late(parts):
    """What came by mail: part, in a slot or loose."""
    with reading(Scope(tenant="bochum")):
        rows = Document.objects.exclude(mail_id=None).select_related("vorgang").order_by("pk")
        return sorted((d.vorgang.part, d.nachweis) for d in rows)


def said(parts):
    with reading(Scope(tenant="bochum")):
        return sorted(m.vorgang.part for m in Message.objects.exclude(mail_id=None).select_related("vorgang"))


def test_an_answer_to_the_receipt_is_read_by_every_office_and_its_file_lies_with_the_one_that_asked(erika):
    parts = party(erika)
    asked_for(parts["ausschank"], "ordnungsamt", TOILETS)
    answer(f"antrag:{parts['verkehr'].antrag_id}", "IMG_2044.jpg")
    assert said(parts) == ["ausschank", "flaeche", "laerm", "verkehr"]
    assert late(parts) == [("ausschank", "toiletten")]
    assert {key: v.stage for key, v in again(parts).items()}["ausschank"] == Stage.ARRIVED


def test_two_offices_that_ask_for_the_same_both_get_it(erika):
    parts = party(erika)
    asked_for(parts["ausschank"], "ordnungsamt", TOILETS)
    asked_for(parts["flaeche"], "tiefbauamt", PLAN, TOILETS)
    answer(f"antrag:{parts['verkehr'].antrag_id}", "toiletten.jpg")
    assert late(parts) == [("ausschank", "toiletten"), ("flaeche", "toiletten")]


def test_an_answer_to_a_request_reaches_the_office_that_asked_and_no_other(erika):
    parts = party(erika)
    asked_for(parts["flaeche"], "tiefbauamt", PLAN)
    asked_for(parts["ausschank"], "ordnungsamt", TOILETS)
    answer(f"vorgang:{parts['flaeche'].pk}", "plan.jpg")
    assert (said(parts), late(parts)) == (["flaeche"], [("flaeche", "umleitung")])


def test_a_file_sent_to_an_office_that_asks_for_nothing_goes_on_to_the_one_that_does(erika):
    parts = party(erika)
    asked_for(parts["ausschank"], "ordnungsamt", TOILETS)
    with writing(Scope(tenant="bochum")):
        mail_actions.ensure_address("bochum", f"vorgang:{parts['verkehr'].pk}")
    answer(f"vorgang:{parts['verkehr'].pk}", "IMG_2044.jpg")
    assert (said(parts), late(parts)) == (["ausschank", "verkehr"], [("ausschank", "toiletten")])


def test_a_file_nobody_asked_for_lies_with_all_and_she_hears_of_it_once(erika):
    parts = party(erika)
    before = len(outgoing())
    answer(f"antrag:{parts['verkehr'].antrag_id}", "nachtrag.jpg")
    assert late(parts) == [("ausschank", ""), ("flaeche", ""), ("laerm", ""), ("verkehr", "")]
    assert len(outgoing()) == before + 1


def outgoing():
    with reading(Scope(tenant="bochum")):
        return list(OutgoingMail.objects.order_by("pk"))


def test_a_mail_without_address_is_suggested_to_the_clerks_of_every_part(erika):
    parts = party(erika)
    message = make_mail.mail("Guten Tag, anbei der Plan.", In_Reply_To=f"<mail.{outgoing()[0].code.lower()}@{make_mail.DOMAIN}>")
    mail_id = make_mail.arrive(message, f"bochum@{make_mail.DOMAIN}").mail_id
    for office, expected in (("tiefbauamt", ["flaeche"]), ("ordnungsamt", ["ausschank", "laerm"])):
        page = queries.mail_page(clerk_of(office), mail_id, at=NOON)
        assert sorted(m.number for m in page.matches) == sorted(parts[key].number for key in expected)
