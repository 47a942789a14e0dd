"""A hostile hour with the form pages: too much, too deep, not text, turned text, every letter of the standard; all of it is answered."""

import unicodedata
from datetime import timedelta
from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from make_letters import text_of

from glueckauf.catalogue import queries as catalogue
from glueckauf.core.db import reading
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.scope import Scope
from glueckauf.forms import inputs
from glueckauf.forms.validators.din91379 import table, tidy
from glueckauf.mail.models import OutgoingMail
from glueckauf.vorgaenge import actions, queries
from glueckauf.vorgaenge.models import Antrag, AntragVersion
from glueckauf.vorgaenge.rules.stage import Ending
from tests import make, make_catalogue, make_forms
from tests.make_seventh import KEY, seventh

pytestmark = pytest.mark.django_db
FORM_TYPE = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _published(settings, tmp_path):
    definition = seventh(tmp_path) / "leistung.yaml"
    definition.write_text(definition.read_text("utf-8").replace("max_length: 80", "max_length: 3000"), "utf-8")
    make_catalogue.use(settings, leistungen=tmp_path)
    make.publish()


@pytest.fixture
def client():
    """Erika's browser; her draft is filled."""
    client, row = Client(), make.antrag(KEY, by=make.guest(), answers=make.values(KEY))
    session = client.session
    session["guest"] = str(row.person)
    session.save()
    client.row = row
    return client


def url(client, section):
    return reverse("antrag-schritt", args=[client.row.key, section])


def answers(section, **changes):
    """What a browser would send of a filled section, with changes."""
    form = catalogue.leistung("bochum", KEY).leistung.form
    found = next(s for s in form.sections if s.key == section)
    return dict(inputs.of_section(found, make.values(KEY))) | changes


def stored(client):
    with reading(Scope(tenant="bochum")):
        row = Antrag.objects.get(pk=client.row.pk)
        return AntragVersion.objects.get(antrag=row, number=row.current).values


HELPERS = [
    {"helfer-items": "10000"},
    {"helfer-items": "999"},
    {"helfer-items": "-1"},
    {"helfer-items": "٣"},
    {"helfer-items": "2" * 5000},
    {"remove": "helfer-x"},
    {"remove": ["helfer-77", "helfer--1", "helfer-" + "9" * 400]},
    {"add": ["helfer"] * 500},
    {"add": "vorname", "remove": "nachname"},
    {f"helfer-{n}-name": "x" for n in range(1500)},
    {"helfer-0-" * 300 + "name": "x", "helfer-99999999999999999999-name": "y", "helfer--1-name": "z", "helfer-0-name-0-name": "q"},
    {"__proto__": "x", "values": "{}", "_typed": '{"a": 1}', "version[]": "3", "personen[0][name]": "y"},
    {"helfer-0-name": "Er\0ika", "a\0b": "c"},
    {"helfer-0-name": "\ud800"},
    {"helfer-0-name": "Erika\u202egnp.exe"},
    {"version": "²"},
    {"version": "9" * 400, "page": "x" * 400},
    {"helfer-0-geboren-day": "29", "helfer-0-geboren-month": "02", "helfer-0-geboren-year": "2001"},
    {"helfer-0-geboren-day": "31", "helfer-0-geboren-month": "04", "helfer-0-geboren-year": "1990"},
    {"helfer-0-geboren-day": "00", "helfer-0-geboren-month": "00", "helfer-0-geboren-year": "0000"},
    {"helfer-0-kocht": "vielleicht"},
    {"helfer-0-belehrung": ["../../etc/passwd", "1"], "helfer-0-belehrung-later": "nein"},
]


@pytest.mark.parametrize("changes", HELPERS, ids=range(len(HELPERS)))
def test_whatever_is_posted_is_answered_and_the_page_opens_again(client, changes):
    body = urlencode(answers("helfer", **changes), doseq=True, errors="surrogatepass")
    answer = client.post(url(client, "helfer"), body, content_type=FORM_TYPE)
    assert answer.status_code in {200, 302, 422}
    kept = stored(client)["helfer"]
    assert 1 <= len(kept) <= 3 and all("\0" not in str(item) and "\u202e" not in str(item) for item in kept)
    assert client.get(url(client, "helfer")).status_code == 200
    assert client.get(reverse("antrag-pruefen", args=[client.row.key])).status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("a=" + "x" * 3_000_000, FORM_TYPE),
        ("&".join(f"k{n}=v" for n in range(10_000)), FORM_TYPE),
        ("a=1", f"{FORM_TYPE}; charset=utf-16"),
        ("abc", "multipart/form-data"),
        ("abc", "multipart/form-data; boundary=" + "x" * 400),
    ],
    ids=["3 MB", "10000 fields", "utf-16", "no boundary", "endless boundary"],
)
def test_what_is_too_much_or_no_form_gets_a_page_that_says_what_to_do(client, body, kind):
    before = stored(client)
    answer = client.post(url(client, "helfer"), body, content_type=kind)
    assert answer.status_code == 400
    assert "Gehen Sie zurück" in answer.content.decode() and "noch da" in answer.content.decode()
    assert stored(client) == before


def test_a_file_that_is_too_large_takes_no_answer_with_it(client, settings):
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update={"max_upload_mb": 1})
    large = BytesIO(b"x" * 1_200_000)
    large.name = "gross.pdf"
    posted = {"plan": large} | answers("person", vorname="Frieda")  # the file comes first
    answer = client.post(url(client, "person"), posted)
    assert answer.status_code == 200 and "zu groß" in answer.content.decode()
    assert stored(client)["vorname"] == "Frieda" and stored(client)["iban"].startswith("DE")


def test_of_two_versions_nonsense_means_the_one_just_typed(client):
    compare = reverse("antrag-vergleich", args=[client.row.key, 1])
    assert client.post(compare, {"version": "²"}).status_code == 302
    assert client.post(compare, {"version": "9" * 9}).status_code == 404
    assert client.get(reverse("antrag-vergleich", args=[client.row.key, 10**18])).status_code == 404


LETTERS = [letter for group in table().values() for letter in group]


@pytest.mark.parametrize("part", range(4))
def test_every_letter_of_din_91379_goes_from_the_form_through_the_database_into_the_letter(client, part):
    marks = set(table()["dc"])  # letters only inside a sequence
    letters = [tidy(letter) for letter in LETTERS if letter.strip() and letter not in marks][part::4]
    said = " ".join(f"x{letter}x" for letter in letters)
    answer = client.post(url(client, "fest"), answers("fest", name_fest=said))
    assert answer.status_code == 302, answer.context["errors"]
    assert stored(client)["name_fest"] == said
    text = letter_text(client)
    # poppler says a letter of several code points once for each of its glyphs
    assert not [letter for letter in letters if (letter if len(letter) > 1 else f"x{letter}x") not in text]


def letter_text(client):
    """Granted and gone out: the words of the sealed PDF without blanks."""
    by = make.guest(client.row.person)
    actions.submit(str(client.row.key), channel="portal", by=by, at=make.NOON)
    drain(make.NOON)
    case = make.of_antrag(client.row, "bochum")
    actions.decide(case.number, ending=Ending.GRANT, by=make.clerk(), at=make.NOON)
    later = make.NOON + timedelta(minutes=11)
    drain(later)
    decision = queries.matter(by, case.number, at=later).decisions[0]
    return plain(text_of(queries.letter(by, case.number, decision.id)))


def plain(text):
    """Composed, without what breaks lines."""
    return unicodedata.normalize("NFC", "".join(text.split()))


MOST = "Ä" * 120


def test_two_names_as_long_as_they_may_be_come_through_to_the_letter(client):
    client.post(url(client, "person"), answers("person", vorname=MOST, nachname="Ö" * 120))
    assert "ÄÄÄÄÄÄ" in letter_text(client)


@pytest.mark.parametrize(
    "address", ["ä@müller.de", "a@ex_ample.de", "日@b.de", "a@b.рф", "o'b@x.de", "a@xn--mller-kva.de", "A.B+c@MÜLLER.de"]
)
def test_an_address_the_form_takes_is_one_we_can_write_to(client, address):
    client.post(url(client, "person"), answers("person", email=address))
    kept = stored(client).get("email")
    if kept is None:
        return
    actions.submit(str(client.row.key), channel="portal", by=make.guest(client.row.person), at=make.NOON)
    drain(make.NOON)  # raises what a handler raises
    with reading(Scope(tenant="bochum")):
        assert OutgoingMail.objects.filter(to=kept).exists()


NUMBERS = [
    ("money", "1.000,00", 100000),
    ("money", "1,000.00", 100000),
    ("money", "€ 12", 1200),
    ("money", "-0", 0),
    ("money", "-0,00", 0),
    ("money", "1,000", None),
    ("money", "€ 1,000", None),
    ("money", "1.000.00", None),
    ("integer", "2,000", None),
    ("integer", "2.000", 2000),
    ("number", "1,005", None),
    ("plate", "W-12345A", None),
    ("plate", "ZH 12345", None),
    ("plate", "75 ABC 12", None),
    ("plate", "BO-06123", None),
    ("iban", "AT61 1904 3002 3457 3201", "AT611904300234573201"),
    ("iban", "NO93 8601 1117 947", "NO9386011117947"),
    ("iban", "TR33 0006 1005 1978 6457 8413 26", None),
    ("iban", "DE02 1203 0000 0000 2020 50", None),
]


@pytest.mark.parametrize(("kind", "typed", "kept"), NUMBERS)
def test_numbers_plates_and_accounts_are_understood_or_asked_again_never_guessed(kind, typed, kept):
    found = make_forms.answer(make_forms.field(kind), {"f": typed})
    assert (found if not isinstance(found, list) else None) == kept


YES, NO = ("12a-14", "12 a - 14 b", "12 a-c", "12 1/2"), ("0", "007", "12-", "１２", "12³")


@pytest.mark.parametrize(("number", "is_one"), [*((n, True) for n in YES), *((n, False) for n in NO)])
def test_house_numbers_at_the_edge(number, is_one):
    found = make_forms.answer(
        make_forms.field("address"), {"f-street": "Musterstraße", "f-house_number": number, "f-postcode": "44787", "f-city": "Bochum"}
    )
    assert isinstance(found, dict) == is_one
