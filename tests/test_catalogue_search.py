"""Erika types what she would say at home, with mistakes, in another language, with a postcode, and finds the right Leistung."""

import make_catalogue as make
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glueckauf.catalogue import queries
from glueckauf.catalogue.rules.compounds import Compounds
from glueckauf.catalogue.rules.marking import Marker
from glueckauf.catalogue.rules.places import Place, Places
from glueckauf.catalogue.rules.search_index import Entry, Fit, Index, Source, Why
from glueckauf.catalogue.rules.slips import Vocabulary, slips
from glueckauf.catalogue.rules.words import infinitives, stem
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.own_table import municipalities

DOG = "hundesteuer-anmeldung"


pytestmark = pytest.mark.django_db


@pytest.fixture
def published(db):
    make.publish()


def first(text):
    hits = queries.search(text).hits
    return hits[0].slug if hits else None


def slugs(text):
    return {hit.slug for hit in queries.search(text).hits}


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
    assert {typed: first(typed) for typed in WITH_A_PLACE} == dict.fromkeys(WITH_A_PLACE, DOG)
    assert {typed: queries.search(typed).kommunen for typed in WITH_A_PLACE} == {typed: (city,) for typed, city in WITH_A_PLACE.items()}


def test_everyday_words_typing_errors_and_other_languages_hit_first(published):
    typed = [word.strip() for word in EVERYDAY.split(",")]
    assert {word: first(word) for word in typed} == dict.fromkeys(typed, DOG)


def test_what_shares_only_the_word_anmelden_comes_after_what_fits_all(published):
    found = [hit.slug for hit in queries.search("hund anmelden bochum").hits]
    dogs = [slug for slug in found if "hund" in slug]
    assert found[: len(dogs)] == dogs and len(found) < len(dogs) + 3
    assert slugs("anmelden") >= {DOG, "gewerbe-anmeldung"}


def test_a_hit_says_why(published):
    assert queries.search("dog tax").hits[0].why == Why(fit=Fit.PHRASE, said="dog tax", others=("Hund", "Steuer"))
    assert queries.search("hundesteuer anmelden").hits[0].why == Why(fit=Fit.PHRASE, said="hundesteuer anmelden")
    assert queries.search("Hundesteur").hits[0].why.fit is Fit.LIKE
    assert queries.search("Hundesteur").understood == (("hundesteur", "hundesteuer"),)
    assert queries.search("köpeğim").hits[0].why == Why(fit=Fit.PHRASE, said="köpek", others=("Hund",))


def test_a_hit_names_every_city_that_has_it(published):
    assert len(queries.search("hund").hits[0].kommunen) == 6


def test_a_place_alone_lists_what_it_offers(published):
    here = {entry.leistung.key for entry in queries.all_of("bochum")}
    assert slugs("44787") == slugs("Bochum") == here


def test_every_municipality_of_the_ruhr_is_a_place(published):
    found = queries.search("hund anmelden herne")
    assert (found.hits[0].slug, found.kommunen, found.elsewhere, found.text) == (DOG, (), ("Herne",), "hund anmelden")
    assert queries.search("hund 58452").elsewhere == ("Witten",)
    assert queries.search("hund wattenscheid").kommunen == ("bochum",)
    table = cities.own_table(cities.folder())
    named = {m.name: queries.search(f"hund in {m.name}") for m in municipalities(table).values()}
    assert len(named) == 53
    assert [name for name, found in named.items() if len(found.kommunen + found.elsewhere) != 1 or found.hits[0].slug != DOG] == []


def test_a_postcode_of_elsewhere_does_not_hide_the_answer(published):
    assert first("hund 10115") == DOG


def test_nothing_near_is_an_empty_answer_never_an_error(published):
    typed = ["", "   ", "?!", "xyzzyqqq", "'; DROP xyzzy --", "\x00", "🐕", "a" * 10_000]
    assert {text: queries.search(text).hits for text in typed} == dict.fromkeys(typed, ())


def test_where_nothing_is_found_words_that_look_like_it_are_offered(published):
    found = queries.search("hundexyteuer")
    assert found.hits or "hundesteuer" in found.instead
    assert "geburtsurkunde" in queries.search("gebrtsukrnd").instead


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(typed):
    index = Index([Entry(key="a", names=("Hund anmelden",), phrases=("dog tax",), short="", text="")])
    assert {match.key for match in index.search(typed).matches} <= {"a"}


@pytest.mark.parametrize("one", ["Müller", "Mueller", "Muller"])
def test_umlauts_are_one_word_however_they_are_typed(one):
    assert stem(one.lower()) == stem("müller")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("hundesteuerbescheid", ("hundesteuer", "bescheid")),
        ("grundstücksverkehrsgenehmigung", ("verkehr", "genehmigung")),
        ("hundesteueranmeldnug", ("hundesteuer",)),
        ("hund", ()),
        ("anmeldung", ()),
    ],
)
def test_compounds_are_split_by_known_words(word, parts):
    assert Compounds(["hundesteuer", "bescheid", "verkehr", "genehmigung", "hund", "anmeldung"]).parts(word) == parts


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("hund", "hnud", 1),
        ("hund", "hun", 1),
        ("hund", "rund", 1),
        ("hund", "mond", 2),
        ("hund", "hund", 0),
        ("anmeldung", "anmeldnug", 1),
        ("führungszeugnis", "fürungszeugniss", 2),
    ],
)
def test_slips_of_the_finger_are_counted(one, other, count):
    assert slips(one, other, 2) == slips(other, one, 2) == count


@given(st.text("hundabc", min_size=4, max_size=9), st.lists(st.text("hundabc", min_size=4, max_size=9), max_size=20))
def test_the_quick_way_to_near_words_finds_what_comparing_with_every_word_finds(typed, known):
    allowed = 2 if len(typed) >= 8 else 1
    near = {word: slips(typed, word, allowed) for word in known if slips(typed, word, allowed) <= allowed}
    least = min(near.values(), default=0)
    assert {word for word, _ in Vocabulary(known).near(typed)} <= {word for word, count in near.items() if count == least}


@pytest.mark.parametrize(
    ("form", "verb"),
    [
        ("angemeldet", "anmelden"),
        ("umgemeldetes", "ummelden"),
        ("anzumelden", "anmelden"),
        ("umgezogen", "umziehen"),
        ("meldet", "melden"),
        ("gestorben", "sterben"),
    ],
)
def test_a_form_of_a_verb_leads_to_the_verb(form, verb):
    assert verb in infinitives(form)


@pytest.mark.parametrize(
    ("text", "keys", "rest"),
    [
        ("Hund anmelden in Bochum", ("bochum",), "Hund anmelden"),
        ("Mülheim an der Ruhr Hundesteuer", ("muelheim",), "Hundesteuer"),
        ("parkausweis 45468", ("muelheim", "essen"), "parkausweis"),
        ("vergessen", (), "vergessen"),
        ("Hund, Muelheim", ("muelheim",), "Hund"),
        ("12345 hund", (), "hund"),
        ("wie wird das wetter", (), "wie wird das wetter"),
        ("hund in wetter", ("wetter",), "hund"),
        ("wetter (ruhr) hund", ("wetter",), "hund"),
        ("bochm hund", (), "bochm hund"),
        ("mülhiem hund", ("muelheim",), "hund"),
    ],
)
def test_a_place_in_the_text_is_understood_and_taken_out(text, keys, rest):
    muelheim = Place(key="muelheim", names=("Mülheim an der Ruhr",), postcodes=frozenset({"45468"}))
    essen = Place(key="essen", names=("Essen",), postcodes=frozenset({"45127", "45468"}))
    wetter = Place(key="wetter", names=("Wetter (Ruhr)",))
    found = Places([Place(key="bochum", names=("Bochum",)), muelheim, essen, wetter]).split(text)
    assert (found.keys, found.rest) == (keys, rest)


@given(st.text())
def test_whatever_is_typed_may_hold_a_place(typed):
    assert Places([Place(key="bochum", names=("Bochum",))]).split(typed).keys in ((), ("bochum",))


@given(text=st.text(), terms=st.frozensets(st.text(max_size=3)))
def test_pieces_put_together_are_the_text(text, terms):
    pieces = Marker(terms, lambda word: {word[:3]}).pieces(text)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(is_meant == (not terms.isdisjoint({piece.lower()[:3]})) for piece, is_meant in pieces if piece.isalnum())


@given(names=st.lists(st.sampled_from(["Hund anmelden", "Hund abmelden", "Hundesteuer"]), min_size=1, max_size=4))
def test_where_names_answer_equally_ours_stand_before_those_of_the_national_catalogue(names):
    own = [Entry(key=f"eigene-{at}", names=(name,)) for at, name in enumerate(names)]
    national = [Entry(key=f"99{at:012}", names=(name,), source=Source.NATIONAL) for at, name in enumerate(names)]
    index = Index([*national, *own])
    for name in set(names):
        same = [m.key for m in index.search(name).matches if index.by_key[m.key].names == (name,)]
        assert [key.startswith("99") for key in same] == [False] * names.count(name) + [True] * names.count(name)
