"""The pages on which a citizen signs in: the same for everybody, the link opened by scanners stays good, nobody is sent elsewhere."""

import re

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from glueckauf.core.clock import now
from glueckauf.identity import actions
from glueckauf.identity.rules.actor import Anonymous
from glueckauf.mail.actions import send_due
from glueckauf.mail.models import OutgoingMail
from tests import make_identity as make

pytestmark = pytest.mark.django_db
ERIKA = "erika@mustermann.example"


@pytest.fixture
def mails(as_tenant):
    def read():
        with as_tenant("-"):
            return list(OutgoingMail.objects.order_by("pk"))

    return read


def ask(client, email=ERIKA, **more):
    return client.post("/anmelden/", {"email": email, **more})


@pytest.fixture
def opened(client, mails):
    """The path in the mail that Erika asked for."""

    def ask_and_read(**more):
        ask(client, **more)
        return re.search(r"http://127\.0\.0\.1:8000(/anmelden/link/\S+/)", mails()[-1].text)[1]

    return ask_and_read


def test_erika_asks_for_a_link_opens_it_confirms_and_is_where_she_wanted_to_be(client, opened):
    path = opened(next="/bochum/leistungen/hundesteuer-anmeldung/")
    assert ERIKA in client.get("/anmelden/gesendet/").content.decode()
    assert ERIKA in client.get(path).content.decode()
    assert client.post(path).url == "/bochum/leistungen/hundesteuer-anmeldung/"
    assert client.session["citizen"]["email"] == ERIKA


def test_a_mail_scanner_that_opens_the_link_neither_signs_in_nor_uses_it_up(client, opened):
    path = opened()
    scanner = Client()
    for _ in range(3):
        assert scanner.get(path).status_code == 200
        assert scanner.head(path).status_code == 200
    assert "citizen" not in scanner.session
    assert client.post(path).url == "/vorgaenge/"


def test_the_button_needs_the_page_it_stands_on(opened):
    path = opened()
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403


def test_a_used_link_offers_a_new_one(client, opened):
    path = opened()
    client.post(path)
    for response in (Client().get(path), Client().post(path)):
        assert response.status_code == 410
        assert 'name="email"' in response.content.decode()


def test_known_and_unknown_addresses_get_the_same_answer_and_the_same_mail(client, mails):
    make.citizen(ERIKA)
    answers = []
    for email in (ERIKA, "max@beispiel.example"):
        response = ask(client, email)
        sent = client.get(response.url)
        text = re.sub(r"link/\S+/", "link/", mails()[-1].text)
        answers.append((response.status_code, response.url, sent.content.decode().replace(email, "…"), mails()[-1].subject, text))
    assert answers[0] == answers[1]


def test_the_mail_names_nobody_and_no_matter(opened, mails):
    opened(next="/bochum/leistungen/hundesteuer-anmeldung/")
    mail = mails()[0]
    assert mail.to == ERIKA
    assert "hund" not in (mail.subject + mail.text + mail.html).lower()


def test_after_the_mail_has_left_the_table_holds_no_link(client, mails, settings):
    ask(client)
    settings.EMAIL_HOST = "relay.example"
    send_due(now())
    assert [(mail.text, mail.html) for mail in mails()] == [("", "")]


def test_what_is_no_address_is_named_and_nothing_is_sent(client, mails):
    response = ask(client, "erika@mustermann")
    assert response.status_code == 422
    assert 'href="#id_email"' in response.content.decode()
    assert mails() == []


def test_nobody_floods_a_mailbox_whoever_asks(mails):
    for number in range(5):
        assert Client(REMOTE_ADDR=f"192.0.2.{number}").post("/anmelden/", {"email": ERIKA}).status_code == 302
    assert Client(REMOTE_ADDR="192.0.2.9").post("/anmelden/", {"email": " ERIKA@mustermann.example"}).status_code == 429
    assert len(mails()) == 5


def test_one_visitor_asks_for_twenty_addresses_at_most(client):
    answers = [ask(client, f"erika{number}@mustermann.example").status_code for number in range(21)]
    assert answers == [302] * 20 + [429]


def test_guessing_links_ends(client):
    answers = [client.get(f"/anmelden/link/{number:016d}/").status_code for number in range(41)]
    assert answers == [410] * 40 + [429]
    assert client.post("/anmelden/link/0000000000000000/").status_code == 429


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_a_way_to_another_host_ends_at_home(client, opened, evil):
    assert client.post(opened(next=evil)).url == "/vorgaenge/"


def test_who_is_signed_in_already_goes_on_but_never_to_another_host():
    client = make.at_home(make.citizen())
    assert client.get("/anmelden/?next=/essen/").url == "/essen/"
    assert client.get("/anmelden/?next=//evil.example").url == "/vorgaenge/"


def test_signing_in_gives_the_session_a_new_key_and_keeps_what_the_guest_began(opened):
    client = make.as_guest("0b9d8b9e-3c7c-4a4e-9b57-6f1d5f0a1c11")
    before = client.session.session_key
    client.post(opened())
    assert client.session.session_key != before
    assert client.session["guest"] == "0b9d8b9e-3c7c-4a4e-9b57-6f1d5f0a1c11"
    assert not SessionStore(before).exists(before)


def test_another_person_in_the_same_browser_finds_nothing_of_the_first(opened):
    client = make.at_home(make.citizen("max@beispiel.example"))
    make.keep(client, guest="0b9d8b9e-3c7c-4a4e-9b57-6f1d5f0a1c11")
    client.post(opened())
    assert "guest" not in client.session
    assert client.session["citizen"]["email"] == ERIKA


def test_signing_in_as_a_citizen_ends_the_clerk_in_this_browser(opened):
    client = make.at_desk(make.account())
    client.post(opened())
    assert "_auth_user_id" not in client.session
    assert client.session["citizen"]["email"] == ERIKA


def test_signing_out_needs_a_post_and_leaves_nothing():
    client = make.at_home(make.citizen())
    assert client.get("/abmelden/").status_code == 405
    assert client.post("/abmelden/").url == "/"
    assert client.session.is_empty()


def test_a_link_of_yesterday_is_over(client):
    link = actions.issue_sign_in(ERIKA, by=Anonymous(), at=make.NOON)
    assert client.post(f"/anmelden/link/{link.token}/").status_code == 410
