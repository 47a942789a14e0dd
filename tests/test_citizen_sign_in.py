"""Citizens sign in by a mailed link: once, for twenty minutes, without anybody learning who has an account."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from glueckauf.core.models import Event
from glueckauf.identity import actions, queries
from glueckauf.identity.models import Key, Nutzerkonto, SignInRequest
from glueckauf.identity.rules.actor import Anonymous, Citizen, Guest
from tests import make_identity as make

pytestmark = pytest.mark.django_db
ERIKA = "erika@mustermann.example"
NOBODY = Anonymous()
MINUTE = timedelta(minutes=1)


def link(email=ERIKA, at=make.NOON, **more):
    return actions.issue_sign_in(email, by=NOBODY, at=at, **more)


def use(link, by=NOBODY, at=make.NOON + MINUTE):
    return actions.sign_in_by_link(link.token, by=by, at=at)


def test_the_first_link_makes_the_nutzerkonto_and_says_that_the_address_is_hers(as_tenant):
    signed = use(link(next="/vorgaenge/"))
    assert signed.next == "/vorgaenge/"
    assert queries.email_of(signed.citizen.person) == ERIKA
    with as_tenant("-"):
        event = Event.objects.get(kind="identity.AddressConfirmed")
    assert event.payload == {"person": signed.citizen.person, "guest": ""}


def test_the_same_mailbox_is_the_same_person_however_it_is_spelled():
    assert use(link()).citizen == use(link(" ERIKA@Mustermann.EXAMPLE")).citizen
    assert Nutzerkonto.objects.count() == 1


def test_the_event_names_the_guest_she_was_in_this_browser(as_tenant):
    guest = Guest(person="0b9d8b9e-3c7c-4a4e-9b57-6f1d5f0a1c11")
    use(link(), by=guest)
    with as_tenant("-"):
        assert Event.objects.get(kind="identity.AddressConfirmed").payload["guest"] == guest.person


def test_a_link_works_once():
    sent = link()
    use(sent)
    with pytest.raises(actions.LinkNotValid):
        use(sent)


def test_a_link_works_for_twenty_minutes():
    sent = link()
    with pytest.raises(actions.LinkNotValid):
        use(sent, at=make.NOON + 20 * MINUTE)
    use(sent, at=make.NOON + 19 * MINUTE)


def test_looking_at_a_link_does_not_use_it_up():
    sent = link()
    for _ in range(3):
        assert queries.address_of_link(sent.token, at=make.NOON) == ERIKA
    use(sent)
    assert queries.address_of_link(sent.token, at=make.NOON) is None


def test_a_key_for_another_purpose_signs_nobody_in():
    other = actions.issue_key("draft", "bochum", "7", expires_at=None, by=NOBODY, at=make.NOON)
    with pytest.raises(actions.LinkNotValid):
        actions.sign_in_by_link(other, by=NOBODY, at=make.NOON)
    assert queries.open_key(other, "draft", at=make.NOON) is not None


def test_known_and_unknown_addresses_take_the_same_steps():
    use(link())
    steps = []
    for email in (ERIKA, "max@beispiel.example"):
        with CaptureQueriesContext(connection) as captured:
            link(email)
        steps.append([query["sql"][:40] for query in captured if "SAVEPOINT" not in query["sql"]])
    assert steps[0] == steps[1]


def test_the_table_holds_no_token_and_after_use_no_address():
    sent = link()
    assert sent.token not in str(Key.objects.values())
    use(sent)
    assert not SignInRequest.objects.exists()


def test_links_that_nobody_used_are_forgotten_with_their_address():
    link()
    assert actions.forget_requests(make.NOON + 21 * MINUTE) == 1
    assert actions.forget_keys(make.NOON + timedelta(days=31)) == 1


def test_neither_link_nor_citizen_shows_itself_in_a_log():
    sent = link()
    assert sent.token not in repr(sent)
    assert "mustermann" not in repr(sent)
    assert "mustermann" not in repr(Citizen(person="x", email=ERIKA))


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example", "/\\evil.example", "/" + "x" * 600])
def test_a_link_leads_to_a_page_of_ours(evil):
    assert use(link(next=evil)).next == "/"


def at_once(count, run):
    """Runs in as many threads, each with its own connection; True for each that was not refused."""

    def one(number):
        try:
            run(number)
        except actions.KeyNotValid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_of_eight_clicks_at_the_same_moment_one_signs_in():
    sent = link()
    assert sum(at_once(8, lambda _: use(sent))) == 1


@pytest.mark.django_db(transaction=True)
def test_two_links_used_at_the_same_moment_make_one_nutzerkonto():
    sent = [link() for _ in range(4)]
    assert all(at_once(4, lambda number: use(sent[number])))
    assert Nutzerkonto.objects.count() == 1


def test_a_short_code_opens_however_it_is_typed_and_ends_when_replaced():
    code = actions.issue_key("draft", "bochum", "7", groups=2, expires_at=make.NOON + MINUTE, by=NOBODY, at=make.NOON)
    opened = queries.open_key(code.lower().replace("-", " "), "draft", at=make.NOON)
    assert (opened.tenant, opened.subject) == ("bochum", "7")
    assert queries.open_key(code, "draft", at=make.NOON + MINUTE) is None
    assert actions.withdraw_keys("draft", "7", by=NOBODY, at=make.NOON) == 1
    assert queries.open_key(code, "draft", at=make.NOON) is None


def test_a_guest_stays_the_same_in_her_browser_and_goes_on_elsewhere_with_her_code(client):
    session = client.session
    first = actions.begin_guest(session)
    assert actions.begin_guest(session) == first
    session.save()
    elsewhere, before = client.session, client.session.session_key
    assert actions.continue_as_guest(elsewhere, first.person) == first
    assert elsewhere.session_key != before
    assert queries.actor_of(AnonymousUser(), elsewhere) == first
    with pytest.raises(ValueError, match="UUID"):
        actions.continue_as_guest(elsewhere, "7")
