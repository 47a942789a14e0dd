"""Clerks sign in with a password and a second factor; nothing of the desk opens before both."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from glueckauf.core import clock
from glueckauf.core.errors import Forbidden, NotFound
from glueckauf.core.models import Event
from glueckauf.identity import actions, queries
from glueckauf.identity.rules.actor import Citizen, Clerk, Pending
from tests import make_identity as make

pytestmark = pytest.mark.django_db
LOGIN, CODE, SET_UP = "/schreibtisch/anmelden/", "/schreibtisch/anmelden/code/", "/schreibtisch/anmelden/einrichten/"


def give_password(client, account, password=make.PASSWORD, **more):
    return client.post(LOGIN, {"login": account.username, "password": password, **more})


def actor_in(client):
    """Who acts in this browser."""
    session = client.session
    return queries.actor_of(get_user(SimpleNamespace(session=session)), session)


@pytest.fixture
def secret():
    return make.secret()


@pytest.fixture
def account(secret):
    return make.account(totp_secret=secret)


def test_password_and_code_open_the_desk_and_the_audit_knows(client, account, secret, as_tenant):
    assert give_password(client, account, next="/schreibtisch/7/").url == CODE
    assert not isinstance(actor_in(client), Clerk)
    assert client.post(CODE, {"code": make.code(secret)}).url == "/schreibtisch/7/"
    assert actor_in(client) == queries.clerk(account)
    with as_tenant("bochum"):
        assert Event.objects.filter(kind="identity.ClerkSignedIn", payload={"clerk_id": account.pk}).count() == 1


def test_the_password_alone_opens_nothing(client, account):
    give_password(client, account)
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_and_an_unknown_name_look_the_same(client, account):
    wrong = give_password(client, account, "Kohle-und-Lampe-1785")
    account.username = "niemand"
    unknown = give_password(client, account)
    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_five_wrong_passwords_lock_the_account_for_minutes_even_for_the_right_one(client, account):
    for _ in range(5):
        give_password(client, account, "falsch-falsch-falsch")
    assert give_password(client, account).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_code_signs_in_once_even_where_the_clock_still_allows_it(account, secret):
    used = make.code(secret, steps=1)
    for opened in (True, False):
        client = Client()
        give_password(client, account)
        response = client.post(CODE, {"code": used})
        assert (response.status_code == 302) is opened
        assert isinstance(actor_in(client), Clerk) is opened


def test_a_code_typed_with_a_blank_is_the_same_code(account, secret):
    used = make.code(secret)
    first, second = Client(), Client()
    give_password(first, account)
    assert first.post(CODE, {"code": f"{used[:3]} {used[3:]}"}).status_code == 302
    give_password(second, account)
    assert second.post(CODE, {"code": used}).status_code == 200


def test_guessing_codes_ends_even_when_every_five_minutes_are_waited_out(client, account, secret, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1000/m/key"}
    give_password(client, account)
    wrong = str((int(make.code(secret)) + 500_000) % 1_000_000).zfill(6)
    for _ in range(20):
        assert client.post(CODE, {"code": wrong}).status_code == 200
    assert client.post(CODE, {"code": wrong}).status_code == 429


def test_without_a_second_factor_the_desk_leads_to_setting_it_up(client):
    account = make.account()
    give_password(client, account)
    assert actor_in(client) == Pending(id=account.pk)
    page = client.get(SET_UP)
    assert page.status_code == 200
    shown = page.context["form"].secret
    assert page.context["form"].spaced_secret().replace(" ", "") == shown
    assert 'xmlns="http://www.w3.org/2000/svg"' in page.context["totp_svg"], "as an image it needs its namespace"
    done = client.post(SET_UP, {"code": make.code(shown)})
    assert done.url == "/schreibtisch/anmelden/ersatzcodes/"
    assert isinstance(actor_in(client), Clerk)
    codes = client.get(done.url)
    assert len(codes.context["unused_codes"]) == 10
    assert "****" in client.get(done.url).context["unused_codes"]


def test_a_wrong_first_code_keeps_the_same_secret(client):
    give_password(client, make.account())
    shown = client.get(SET_UP).context["form"].secret
    wrong = client.post(SET_UP, {"code": "000000" if make.code(shown) != "000000" else "111111"})
    assert wrong.status_code == 200
    assert wrong.context["form"].secret == shown


def test_a_recovery_code_signs_in_once(account):
    recovery = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()[0]
    for opened in (True, False):
        client = Client()
        give_password(client, account)
        client.post(CODE, {"code": recovery})
        assert isinstance(actor_in(client), Clerk) is opened


def test_new_recovery_codes_need_the_password_again(account):
    client = make.at_desk(account)
    new = "/schreibtisch/anmelden/ersatzcodes/neu/"
    assert client.post(new).url.startswith("/schreibtisch/anmelden/passwort/")
    before = Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()
    assert (
        client.post("/schreibtisch/anmelden/passwort/?next=" + new, {"password": make.PASSWORD}).url
        == "/schreibtisch/anmelden/ersatzcodes/"
    )
    after = client.get("/schreibtisch/anmelden/ersatzcodes/").context["unused_codes"]
    assert len(after) == 10
    assert set(before).isdisjoint(after)


def test_a_second_factor_set_up_elsewhere_ends_a_session_that_did_not_give_it(client, secret):
    account = make.account()
    give_password(client, account)
    TOTP.activate(account, secret)
    assert client.get(SET_UP).url == LOGIN
    assert "_auth_user_id" not in client.session


def test_signing_in_gives_the_session_a_new_key_and_ends_the_citizen_in_this_browser(account, secret):
    client = make.at_home(Citizen(person="0b9d8b9e-3c7c-4a4e-9b57-6f1d5f0a1c11", email="erika@mustermann.example"))
    before = client.session.session_key
    give_password(client, account)
    client.post(CODE, {"code": make.code(secret)})
    assert client.session.session_key != before
    assert "citizen" not in client.session


@pytest.mark.parametrize("evil", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/%5c/..//x\n"])
def test_after_signing_in_nobody_is_sent_to_another_host(client, account, secret, evil):
    give_password(client, account, next=evil)
    assert client.post(CODE, {"code": make.code(secret)}).url == "/schreibtisch/"


def test_signing_out_needs_a_post_and_ends_the_session(account):
    client = make.at_desk(account)
    assert client.get("/schreibtisch/abmelden/").status_code == 405
    assert client.post("/schreibtisch/abmelden/").url == LOGIN
    assert client.session.is_empty()


def test_the_secret_of_the_second_factor_is_not_readable_in_the_table(account, secret):
    stored = Authenticator.objects.get(user=account, type="totp").data["secret"]
    assert secret not in stored
    assert Authenticator.objects.get(user=account, type="totp").wrap().validate_code(make.code(secret))


def test_a_closed_account_is_nobody_at_once(account):
    client = make.at_desk(account)
    account.is_active = False
    account.save()
    assert not isinstance(actor_in(client), Clerk)


def test_only_operators_and_the_house_make_accounts():
    with pytest.raises(Forbidden):
        actions.make_operator("neu", password=make.PASSWORD, display_name="Neu", by=make.clerk(), at=make.NOON)


def test_a_known_password_and_a_taken_name_are_refused(account):
    make_one = {"tenant": "bochum", "offices": (), "roles": (), "display_name": "Max Beispiel", "by": make.HOUSE, "at": make.NOON}
    with pytest.raises(actions.PasswordTooWeak):
        actions.make_clerk("neu", password="passwort", **make_one)
    with pytest.raises(actions.UsernameTaken):
        actions.make_clerk(account.username, password=make.PASSWORD, **make_one)


def test_a_lost_phone_is_replaced_at_the_next_sign_in(client, account):
    actions.reset_second_factor(account.pk, by=make.HOUSE, at=make.NOON)
    give_password(client, account)
    assert isinstance(actor_in(client), Pending)


def test_the_demo_shows_the_code_of_now_also_when_its_clock_runs_ahead(account, secret, settings, tmp_path):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"mode": "demo", "var": tmp_path})
    shown = make.code(secret)
    clock.move_forward(timedelta(days=40))
    assert queries.demo_totp(account.username, clock.now()) == shown
    assert [row.code for row in queries.demo_clerks(clock.now())] == [shown]


def test_outside_the_demo_nobody_learns_a_code(account):
    with pytest.raises(NotFound):
        queries.demo_totp(account.username, make.NOON)


def test_pages_of_allauth_that_we_do_not_name_do_not_exist(client):
    for path in ("signup", "password/reset", "email", "2fa"):
        assert client.get(f"/schreibtisch/anmelden/{path}/").status_code == 404
        assert client.get(f"/accounts/{path}/").status_code == 404
    assert reverse("account_login") == LOGIN
