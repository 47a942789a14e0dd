"""The way in by HTTP: batches in three formats, who may, what is refused, and what tries to break it."""

import gzip
import io
import json
from datetime import timedelta

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client, RequestFactory

from glueckauf.core import clock
from glueckauf.telemetry import actions
from glueckauf.telemetry.models import DeviceToken
from glueckauf.telemetry.rules import payload
from glueckauf.telemetry.views import inlet
from tests import make_telemetry as make

pytestmark = pytest.mark.django_db
URL = "/api/telemetrie/werte/"


def at(seconds=0):
    """A little ago, as devices write it."""
    return make.stamp(clock.now().replace(microsecond=0) - timedelta(minutes=2) + timedelta(seconds=seconds))


def one(series="druck", value=4.2, **more):
    return {"series": series, "at": at(), "value": value, **more}


def post(token, body, media="application/json", **headers):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client(enforce_csrf_checks=True).post(URL, content, content_type=media, headers={"authorization": f"Bearer {token}", **headers})


@pytest.fixture
def token():
    return make.token(make.device())


def test_three_formats_say_the_same(token):
    first, second, third = at(0), at(1), at(2)
    as_json = {"values": [{"series": "druck", "at": first, "value": 1.5}]}
    answers = [
        post(token, as_json),
        post(token, json.dumps({"series": "druck", "at": second, "value": 2.5}).encode() + b"\n\n", payload.NDJSON),
        post(token, f"series;at;value\r\ndruck;{third};3,5\r\n".encode(), payload.CSV),
    ]
    assert [answer.json() for answer in answers] == [{"stored": 1, "repeated": 0, "refused": 0, "refusals": []}] * 3
    assert [value for _, value in make.values()] == [1.5, 2.5, 3.5]


def test_a_batch_sent_again_because_the_answer_was_lost_changes_nothing(token):
    body = {"values": [one()]}
    assert post(token, body).json()["stored"] == 1
    assert post(token, body).json() == {"stored": 0, "repeated": 1, "refused": 0, "refusals": []}


def test_refused_lines_are_named_with_a_reason_and_the_others_count(token):
    lines = [
        json.dumps(one()),
        "{",
        '{"series": "druck"}',
        json.dumps(one("fremd")),
        json.dumps(one(value=float("nan"))),
    ]
    answer = post(token, "\n".join(lines).encode(), payload.NDJSON)
    said = answer.json()
    assert (answer.status_code, said["stored"], said["refused"]) == (200, 1, 4)
    named = [(found["line"], found["reason"]) for found in said["refusals"]]
    assert named == [(2, "shape"), (3, "shape"), (4, "unknown_series"), (5, "not_finite")]
    assert all(found["detail"].endswith(".") for found in said["refusals"])


def test_the_list_of_refusals_has_an_end(token):
    said = post(token, {"values": [one("fremd")] * 2_000}).json()
    assert (said["refused"], len(said["refusals"])) == (2_000, inlet.NAMED)


def test_gzip_is_unpacked(token):
    assert post(token, gzip.compress(json.dumps({"values": [one()]}).encode()), content_encoding="gzip").json()["stored"] == 1


@pytest.mark.parametrize(
    ("body", "media", "headers", "status", "code"),
    [
        (b"x" * 2_000_001, "application/json", {}, 413, "too-large"),
        (gzip.compress(b" " * 100_000_000), "application/json", {"content_encoding": "gzip"}, 413, "too-large"),
        (gzip.compress(gzip.compress(b" " * 100_000_000)), "application/json", {"content_encoding": "gzip"}, 400, "not-readable"),
        (gzip.compress(b"[]") * 2, "application/json", {"content_encoding": "gzip"}, 400, "not-readable"),
        (gzip.compress(b"[]")[:-4], "application/json", {"content_encoding": "gzip"}, 400, "not-readable"),
        (b"no gzip", "application/json", {"content_encoding": "gzip"}, 400, "not-readable"),
        (b"[]", "application/json", {"content_encoding": "br"}, 415, "format"),
        (b"<x/>", "application/xml", {}, 415, "format"),
        (b"a=1", "application/x-www-form-urlencoded", {}, 415, "format"),
        (b" ", "application/json", {}, 400, "not-readable"),
        (b"[" * 40_000, "application/json", {}, 400, "not-readable"),
        (b"[" * 60_000, "application/json", {}, 413, "too-large"),
        (b"[" + b"[]," * 600_000 + b"[]]", "application/json", {}, 413, "too-large"),
        (b"\n" * 1_000_000 + b"{}", "application/x-ndjson", {}, 413, "too-large"),
        (b"a;b;c\n" * 300_000, "text/csv", {}, 413, "too-large"),
        (gzip.compress(b"a;b;c\n" * 1_000_000), "text/csv", {"content_encoding": "gzip"}, 413, "too-large"),
        (b'{"values": 1}', "application/json", {}, 400, "not-readable"),
        (b'{"values": [', "application/json", {}, 400, "not-readable"),
        (b"[1" + b"0" * 5_000 + b"]", "application/json", {}, 400, "not-readable"),
        (b"\xff\xfe{\x00}\x00", "application/json", {}, 400, "not-readable"),
    ],
)
def test_what_is_no_batch_is_refused_as_a_whole_and_quickly(token, body, media, headers, status, code):
    answer = post(token, body, media, **headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["type"].endswith(f"#{code}") and make.values() == []


def test_a_body_that_breaks_off_is_no_batch(token):
    content = json.dumps({"values": [one()]}).encode()
    request = RequestFactory().post(URL, content, content_type="application/json")
    cut = WSGIRequest({**request.environ, "wsgi.input": io.BytesIO(content[:-5])})
    with pytest.raises(payload.NotReadable):
        inlet.body_of(cut)


def test_a_body_without_a_length_is_no_batch(token):
    request = RequestFactory().post(URL, b"[]", content_type="application/json")
    with pytest.raises(payload.NotReadable):
        inlet.body_of(WSGIRequest({**request.environ, "CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}))


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer ", "Bearer gt_x", "Basic Zm9vOmJhcg==", "Bearer " + "x" * 5_000, "Bearer gt_ä"]
)
def test_without_a_good_token_nothing_is_read(token, authorization):
    answer = Client().post(URL, b"x" * 3_000_000, content_type="application/json", headers={"authorization": authorization})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_a_token_is_changed_over_without_a_break_and_the_old_one_ends():
    device = make.device()
    old, new = make.token(device), make.token(device)
    assert post(old, {"values": [one()]}).status_code == post(new, {"values": [one()]}).status_code == 200
    assert actions.revoke_tokens(device.key, but=new, by=make.rule(), at=make.NOON) == 1
    assert (post(old, {"values": [one()]}).status_code, post(new, {"values": [one()]}).status_code) == (401, 200)
    assert actions.revoke_tokens(device.key, by=make.rule(), at=make.NOON) == 1
    assert post(new, {"values": [one()]}).status_code == 401


def test_the_table_holds_no_token():
    made = make.token(make.device())
    assert all(made not in (row.digest, row.actor) for row in DeviceToken.objects.all())


def test_a_token_opens_series_of_its_own_tenant_and_device_only(token):
    make.device("dortmund", key="d1", series=("pegel",))
    make.device("bochum", key="b2", series=("zufluss",))
    said = post(token, {"values": [one("pegel"), one("zufluss"), one("druck", tenant="dortmund")]}).json()
    assert [found["reason"] for found in said["refusals"]] == ["unknown_series"] * 2 and said["stored"] == 1
    assert make.values("dortmund") == []


def test_guessing_tokens_ends_and_right_ones_are_not_held_up(token, monkeypatch):
    monkeypatch.setattr(inlet, "WRONG", 3)
    assert [post("gt_wrong", {}).status_code for _ in range(4)] == [401, 401, 401, 429]
    assert post(token, {"values": [one()]}).status_code == 200


def test_a_device_that_sends_all_the_time_is_told_when_to_come_back(token, monkeypatch):
    monkeypatch.setattr(inlet, "BATCHES", 2)
    answers = [post(token, {"values": [one()]}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429] and int(answers[2]["Retry-After"]) > 0


def test_only_posting_is_possible(token):
    answer = Client().get(URL, headers={"authorization": f"Bearer {token}"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_the_header_date_says_what_the_clock_shows(token):
    body = {"values": [one()]}
    assert post(token, body, date="Mon, 02 Mar 2026 12:00:00 GMT").status_code == 200
    assert [kind for kind, _, _ in make.faults()] == ["behind"]
    assert [
        post(token, body, date=said).status_code for said in ("x", "Mon, 99 Mar 2026 12:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -2359")
    ] == [200] * 3


@pytest.mark.parametrize(
    ("row", "stored"),
    [("druck;{at};1,5", 1.5), ("druck,{at},1.5", 1.5), ("druck\t{at}\t-2e3", -2000.0), (" druck ; {at} ; 7 ", 7.0)],
)
def test_csv_as_office_programs_and_devices_write_it(token, row, stored):
    assert post(token, row.format(at=at()).encode(), payload.CSV).json()["stored"] == 1
    assert [value for _, value in make.values()] == [stored]


@pytest.mark.parametrize("cell", ["1_000", "nan", "inf", "1.234,5", "٣", "=1+1", "", "0x10", "1e999"])
def test_cells_that_are_no_number(token, cell):
    said = post(token, f"druck;{at()};{cell}".encode(), payload.CSV).json()
    assert said["stored"] == 0 and said["refusals"][0]["reason"] in ("not_a_number", "not_finite")
