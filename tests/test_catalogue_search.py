"""Erika types what she would say at home, with mistakes, in another language, with a postcode, and finds the right Leistung."""

import make_catalogue as make
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glueckauf.catalogue import queries
from glueckauf.catalogue.rules.search_index import Entry, Index
from glueckauf.catalogue.rules.words import Compounds, is_one_slip, stem

DOG = "hundesteuer-anmeldung"


pytestmark = pytest.mark.django_db


@pytest.fixture
def published(db):
    make.publish()


def first(text, kommune=None):
    hits = queries.search(text, kommune)
    return (hits[0].slug, hits[0].kommune) if hits else None


WITH_A_PLACE = {
    "hund anmelden bochum": "bochum",
    "Hund in Essen anmelden": "essen",
    "44787 hund": "bochum",
    "hund 45468": "muelheim",
    "hundesteuer mülheim an der ruhr": "muelheim",
    "HUNDESTEUER MUELHEIM": "muelheim",
    "hund gelsenkirchn": "gelsenkirchen",
    "dog tax dortmund": "dortmund",
    "köpek duisburg": "duisburg",
}
EVERYDAY = """
Hundesteur, hundesteuer, Hundsteuer, hundeanmeldung, hundesteueranmeldung, Hundesteuerbescheid, hund, hunde, hnud, dog tax, dog, puppy,
köpek, kopek, KÖPEK VERGİSİ, köter steuer, koeter, ich möchte meinen hund anmelden, hundemarke, neuer hund was tun, welpe, listenhund,
kampfhund steuer, hund aus dem tierheim
"""


def test_the_place_may_stand_in_the_words(published):
    found = {typed: {(hit.slug, hit.kommune) for hit in queries.search(typed)[:1]} for typed in WITH_A_PLACE}
    assert found == {typed: {(DOG, city)} for typed, city in WITH_A_PLACE.items()}
    assert {hit.kommune for hit in queries.search("hund anmelden bochum")} == {"bochum"}


def test_everyday_words_typing_errors_and_other_languages_hit_first(published):
    typed = [word.strip() for word in EVERYDAY.split(",")]
    assert {word: first(word, "bochum") for word in typed} == {word: (DOG, "bochum") for word in typed}


def test_a_hit_says_why(published):
    assert queries.search("dog tax", "bochum")[0].why == "passt zu „dog tax“"
    assert queries.search("Hundesteur", "bochum")[0].why.startswith("ähnlich wie „")


def test_without_a_place_every_city_answers_and_a_chosen_one_alone(published):
    assert len({hit.kommune for hit in queries.search("hund")}) == 6
    assert {hit.kommune for hit in queries.search("hund", "essen")} == {"essen"}
    assert first("hund bochum", "essen") == (DOG, "bochum")


def test_a_place_alone_lists_what_it_offers(published):
    here = {entry.leistung.key for entry in queries.all_of("bochum")}
    assert {hit.slug for hit in queries.search("44787")} == {hit.slug for hit in queries.search("Bochum")} == here


def test_a_postcode_of_elsewhere_does_not_hide_the_answer(published):
    assert first("hund 10115", "bochum") == (DOG, "bochum")


def test_nothing_near_is_an_empty_answer_never_an_error(published):
    typed = ["", "   ", "?!", "xyzzyqqq", "'; DROP xyzzy --", "\x00", "🐕", "a" * 10_000]
    assert {text: queries.search(text) for text in typed} == dict.fromkeys(typed, ())


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(typed):
    Index([Entry(key="a", names=("Hund anmelden",), phrases=("dog tax",), short="", text="")]).search(typed)


@pytest.mark.parametrize("one", ["Müller", "Mueller", "Muller"])
def test_umlauts_are_one_word_however_they_are_typed(one):
    assert stem(one.lower()) == stem("müller")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("hundesteuerbescheid", ("hundesteuer", "bescheid")),
        ("grundstücksverkehrsgenehmigung", ("verkehr", "genehmigung")),
        ("hund", ()),
        ("anmeldung", ()),
    ],
)
def test_compounds_are_split_by_known_words(word, parts):
    assert Compounds(["hundesteuer", "bescheid", "verkehr", "genehmigung", "hund", "anmeldung"]).parts(word) == parts


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("hund", "hnud", True),
        ("hund", "hun", True),
        ("hund", "rund", True),
        ("hund", "hand", True),
        ("hund", "mond", False),
        ("hund", "hund", False),
    ],
)
def test_one_slip_of_the_finger(one, other, slip):
    assert is_one_slip(one, other) is is_one_slip(other, one) is slip
