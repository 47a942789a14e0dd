"""Every URL that is served, visited as everybody: who may, may; who may not, learns nothing; nobody meets a fault."""

from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, reverse

from glueckauf.api.serving import ENDPOINTS
from glueckauf.identity import permissions
from glueckauf.identity.rules.actor import Citizen, Kind, Role
from tests import make_identity as make
from tests.samples import SAMPLES, Owner, Sample

SERVED = sorted(permissions.served(), key=lambda url: url.route)
OWNER = Owner(tenant="bochum", person="0b9d8b9e-3c7c-4a4e-9b57-6f1d5f0a1c11")
SIGN_IN = ("/anmelden/", "/schreibtisch/anmelden/")
WITHOUT_OWNER = Sample(make=lambda owner: {}, of_tenant=False, of_person=False)
# Views that other machines post to, without a page of ours: each proves who it is in another way.
POSTED_BY_MACHINES = {"zahlungen-meldungen", "zahlung-simulator-status", "zahlung-simulator-erstattung", "telemetrie-werte"}


@dataclass(frozen=True)
class Visitor:
    """Somebody with a browser. `who` is what the table of permissions calls him."""

    who: Kind | Role
    tenant: str = ""
    person: str = ""

    def __str__(self):
        return f"{self.who} {self.tenant or self.person[:4]}".strip()

    def browser(self):
        """A new one each time: a visit may sign out."""
        if isinstance(self.who, Role):
            return make.at_desk(make.account(self.tenant, roles=(self.who,)))
        return {
            Kind.ANONYMOUS: Client,
            Kind.GUEST: lambda: make.as_guest(self.person),
            Kind.CITIZEN: lambda: make.at_home(Citizen(person=self.person, email="erika@mustermann.example")),
            Kind.OPERATOR: lambda: make.at_desk(make.operator()),
            Kind.PENDING: self.pending,
        }[self.who]()

    def pending(self):
        """Gave the password only."""
        client = Client()
        client.force_login(make.account())
        return client


STRANGER = str(uuid4())
VISITORS = [
    Visitor(Kind.ANONYMOUS),
    Visitor(Kind.PENDING),
    Visitor(Kind.OPERATOR),
    *[Visitor(kind, person=person) for kind in (Kind.GUEST, Kind.CITIZEN) for person in (OWNER.person, STRANGER)],
    *[Visitor(role, tenant=tenant) for role in Role for tenant in ("bochum", "dortmund")],
]


@pytest.fixture(autouse=True)
def quick_passwords(settings, monkeypatch):
    """A hundred accounts are made here and nobody types a password: hashing each takes longer than the visit."""
    hashed = make_password(make.PASSWORD)
    monkeypatch.setattr("glueckauf.identity.actions.clerk.make_password", lambda password: hashed)


@pytest.mark.parametrize("url", SERVED, ids=lambda url: url.route)
def test_every_view_declares_a_permission(url):
    assert url.permission in permissions.table()
    assert url.name, "a URL without a name cannot be linked or tested"
    assert url.name in SAMPLES or not url.parameters, f"tests/samples.py has no sample for {url.name}"


def test_only_machines_post_without_a_page_of_ours():
    assert {url.name for url in SERVED if url.is_csrf_exempt} == POSTED_BY_MACHINES | {
        found.name for found in ENDPOINTS
    }  # those refuse to be posted to


def test_no_two_urls_share_a_name():
    names = [url.name for url in SERVED]
    assert [name for name in names if names.count(name) > 1] == []


def test_no_sample_is_left_over():
    assert set(SAMPLES) <= {url.name for url in SERVED}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("url", SERVED, ids=lambda url: url.route)
def test_everybody_visits(url, method):
    sample = SAMPLES.get(url.name, WITHOUT_OWNER)
    for visitor in VISITORS:
        address = reverse(url.name, kwargs=sample.make(OWNER))
        response = getattr(visitor.browser(), method)(address)
        reason = wrong(visitor, url, sample, response)
        assert not reason, f"{visitor} {method} {address}: {reason}"


def wrong(visitor, url, sample, response):
    """What is wrong with this answer for this visitor; empty when nothing is."""
    where = response.headers.get("Location", "").partition("?")[0]
    if response.status_code >= 500:
        return "a fault"
    if response.status_code == 405:
        return ""
    if visitor.who not in permissions.table()[url.permission]:
        return "" if is_refused(visitor, url, response.status_code, where) else f"let in with {response.status_code} {where}"
    if is_foreign(visitor, sample):
        return "" if response.status_code == 404 else f"somebody else's object answered {response.status_code}"
    if response.status_code in (403, 404) or (where in SIGN_IN and url.permission != "public"):
        return f"kept out with {response.status_code} {where}"
    return ""


def is_refused(visitor, url, status, where):
    """A signed-in clerk hears that his role is missing; a citizen that there is no such page; others may sign in."""
    if isinstance(visitor.who, Role) or visitor.who == Kind.OPERATOR:
        return status == 403
    if visitor.who == Kind.PENDING:
        return (status, where) == (302, reverse("mfa_activate_totp"))
    desk = permissions.for_clerks(url.permission)
    if desk and visitor.who == Kind.CITIZEN:
        return status == 404
    return (status, where) == (302, SIGN_IN[desk])


def is_foreign(visitor, sample):
    """A clerk of Dortmund at an object of Bochum; a citizen or guest at the object of another."""
    if visitor.tenant:
        return sample.of_tenant and visitor.tenant != OWNER.tenant
    return sample.of_person and visitor.person != OWNER.person


def test_the_way_back_after_signing_in_keeps_the_whole_address():
    request = RequestFactory().get("/schreibtisch/?ansicht=neu&sort=frist")
    assert permissions.with_next("/anmelden/", request) == "/anmelden/?next=%2Fschreibtisch%2F%3Fansicht%3Dneu%26sort%3Dfrist"
    assert permissions.with_next("/anmelden/", RequestFactory().post("/x/")) == "/anmelden/"


def test_a_permission_nobody_declared_or_two_declared_stops_the_start():
    with pytest.raises(ValueError, match="not declared"):
        permissions.permission("nobody.knows")
    with pytest.raises(ValueError, match="twice"):
        permissions.declare("public", Kind.CITIZEN)


def bare(request):
    """A view that somebody forgot to decorate."""
    return HttpResponse("open to everybody")


urlpatterns = [path("bare/", bare, name="bare")]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_view_without_a_permission_does_not_exist(client, capsys):
    assert b"open to everybody" not in client.get("/bare/").content
    assert client.get("/bare/").status_code == 404
    with pytest.raises(CommandError, match="/bare/"):
        call_command("permissions")


def test_the_command_prints_the_table(capsys):
    call_command("permissions")
    printed = capsys.readouterr().out
    assert "public: everyone" in printed
    assert "    /anmelden/" in printed
