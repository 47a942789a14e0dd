"""What somebody on the street tries first, through the pages themselves: headers, cookies, host names, log lines, XML."""

import json
import logging
import re
from io import BytesIO, StringIO
from pathlib import Path

import make_uploads
import pytest
import structlog
from django.test import Client
from django.urls import reverse

import glueckauf
from glueckauf.config import logging as house_logging
from glueckauf.core.uploads import inspect
from tests import make, make_identity

pytestmark = pytest.mark.django_db
SECRET = "inhalt einer fremden datei"
XXE = (
    '<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file://{path}">]>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>&x;</w:body></w:document>'
)


@pytest.fixture
def case():
    """A matter of Erika's, waiting for a clerk."""
    make.publish()
    return make.vorgang(answers=make.values("hundesteuer-anmeldung") | {"ermaessigung": "tierheim"})


def pages(case):
    """What only she, only a clerk, and everybody sees."""
    offices = (case.office,)
    return (
        (make_identity.as_guest(str(case.person)), reverse("vorgang", args=[case.number])),
        (make_identity.at_desk(make_identity.account("bochum", offices=offices)), reverse("schreibtisch-vorgang", args=[case.number])),
        (Client(), reverse("anmelden")),
    )


def test_no_page_is_kept_by_a_browser_or_proxy_or_shown_in_a_frame(case):
    for client, url in pages(case):
        page = client.get(url)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert page["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
        assert page["X-Content-Type-Options"] == "nosniff"
        assert page["Referrer-Policy"] == "same-origin"


def test_no_script_reads_a_cookie(client):
    client.post(reverse("anmelden"), {"email": "erika@mustermann.example"})
    client.get(reverse("anmelden"))
    assert {name: bool(cookie["httponly"]) for name, cookie in client.cookies.items()} == dict.fromkeys(client.cookies, True)
    assert {cookie["samesite"] for cookie in client.cookies.values()} == {"Lax"}
    assert set(client.cookies) == {"sessionid", "csrftoken"}


def test_a_session_somebody_chose_is_not_taken(client):
    client.cookies["sessionid"] = "a" * 32
    client.post(reverse("anmelden"), {"email": "erika@mustermann.example"})
    assert client.cookies["sessionid"].value != "a" * 32


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "127.0.0.1:80:80", ""])
def test_another_host_name_is_refused_and_stands_in_no_link(client, host):
    assert client.get("/anmelden/", headers={"host": host}).status_code == 400
    assert client.get("/anmelden/", headers={"x-forwarded-host": "evil.example"}).content.decode().count("evil.example") == 0


@pytest.mark.parametrize(
    "path", ["/x%0a%7b%22event%22:%22forged%22%7d", "/bochum/%0d%0aforged/", "/%1b%5b31mforged/", "/vorgaenge/%00forged/"]
)
def test_a_line_break_in_an_address_makes_no_line_in_the_log(client, path):
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(house_logging.lines(structlog.processors.JSONRenderer()))
    logging.getLogger().addHandler(handler)
    try:
        client.get(path, headers={"user-agent": "x\tforged", "x-forwarded-for": "forged\t"})
    finally:
        logging.getLogger().removeHandler(handler)
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]  # each is one whole object, or this fails
    assert lines
    assert "forged" not in stream.getvalue()


def test_an_entity_in_a_word_file_reads_no_file_of_ours(tmp_path):
    (tmp_path / "geheim").write_text(SECRET)
    evil = make_uploads.docx(document=XXE.format(path=tmp_path / "geheim"))
    found = inspect(BytesIO(evil), "brief.docx")
    assert found.problems
    assert SECRET not in repr(found)


def test_a_person_and_a_clerk_of_elsewhere_get_the_same_answer_as_for_nothing(case):
    strangers = (
        (make_identity.as_guest(), reverse("vorgang", args=[case.number]), reverse("vorgang", args=["BO-2026-999999-X"])),
        (
            make_identity.at_desk(make_identity.account("essen", offices=(case.office,))),
            reverse("schreibtisch-vorgang", args=[case.number]),
            reverse("schreibtisch-vorgang", args=["BO-2026-999999-X"]),
        ),
    )
    for client, there, nowhere in strangers:
        assert client.get(there).status_code == client.get(nowhere).status_code == 404


def test_the_house_fetches_no_address_that_a_visitor_gives():
    """Whoever opens addresses is on this list with whose they are; a new one comes here with its reason."""
    opens = re.compile(r"^\s*(?:import|from) (?:urllib\.request|http\.client|requests|httpx|urllib3|aiohttp)\b", re.MULTILINE)
    package = Path(glueckauf.__file__).parent
    found = {str(path.relative_to(package)) for path in package.rglob("*.py") if opens.search(path.read_text())}
    assert found == {
        "core/web.py",  # our own /health
        "payments/providers/simulator.py",  # the provider of the settings
        "supply/actions/simulate.py",  # our own inlet of values, in the demo
        "supply/management/commands/demo_sensors.py",  # only names the errors of that
    }
