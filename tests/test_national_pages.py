"""Every national Leistung has a page in every city: what is known, who may be responsible, and nothing that is not known."""

import pytest
from django.utils.html import escape

from glueckauf.catalogue.queries import national
from glueckauf.portal import queries
from glueckauf.portal.rules.national import Bearer, bearers, laws, maker_of_rules, split_name
from glueckauf.portal.rules.shelves import letter, order, sheet
from tests import make_national as make
from tests.make_portal import published
from tests.shared import SHARED

pytestmark = pytest.mark.django_db
HUNT = "/bochum/leistungen/99067004000000/"


@pytest.fixture(autouse=True)
def _catalogue():
    published()


def html(client, path):
    """The text of a page that exists."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_before_an_import_the_list_shows_ours_and_says_what_is_missing(client):
    text = html(client, "/bochum/leistungen/")
    assert "Hund anmelden" in text
    assert "hat noch niemand eingelesen" in text
    assert client.get(HUNT).status_code == 404


def test_a_national_leistung_has_a_page_in_each_city(client):
    make.imported()
    for city in ("bochum", "essen", "muelheim"):
        text = html(client, f"/{city}/leistungen/99067004000000/")
        assert "Jagdschein" in text
        assert "Die Regeln macht der Bund." in text
        assert "tel:115" in text
    assert "Bezirksregierung Arnsberg" in html(client, HUNT)
    assert "Bezirksregierung Düsseldorf" in html(client, "/essen/leistungen/99067004000000/")
    assert client.get("/nirgendwo/leistungen/99067004000000/").status_code == 404
    assert client.get("/bochum/leistungen/99999999999999/").status_code == 404


def test_one_of_ours_leads_to_our_page(client):
    make.imported()
    answer = client.get("/bochum/leistungen/99102013002000/")
    assert (answer.status_code, answer["Location"]) == (302, "/bochum/leistungen/hundesteuer-anmeldung/")


def test_next_to_nothing_is_kept_from_search_engines(client):
    make.imported()
    assert "noindex" not in html(client, HUNT)
    assert "noindex" in html(client, "/bochum/leistungen/99063001000000/")


def test_what_is_gone_says_so(client):
    make.imported()
    make.imported(make.table(*[row for row in make.ROWS if row is not make.HUNT]))
    text = html(client, HUNT)
    assert "Nicht mehr im Katalog" in text
    assert "noindex" in text
    assert "99067004000000" not in html(client, "/bochum/leistungen/?buchstabe=J")


def test_a_leistung_without_key_has_a_page_too(client):
    make.imported()
    key = next(e.key for e in national.entries() if not e.key.startswith("99"))
    assert "keiner im nationalen Katalog" in html(client, f"/bochum/leistungen/{key}/")


def test_the_english_page_marks_what_is_german(client):
    make.imported()
    text = html(client, f"{HUNT}?sprache=en")
    assert '<h1 lang="de">Jagdschein</h1>' in text
    assert "The rules are made by the federation" in text


def test_the_list_is_narrowed_by_letter_topic_and_life_situation(client):
    make.imported()
    assert "Jagdschein" in html(client, "/bochum/leistungen/?buchstabe=j")
    assert "Jagdschein" in html(client, "/bochum/leistungen/?thema=Engagement+%26+Hobby")
    assert "Jagdschein" in html(client, "/bochum/leistungen/?lage=Fischen+%26+Jagen")
    animals = html(client, "/bochum/leistungen/?lage=Tierhaltung")
    assert "/bochum/leistungen/hundesteuer-anmeldung/" in animals
    assert "Jagdschein" not in animals


@pytest.mark.parametrize(
    "query", ["thema=Gibt+es+nicht", "lage=%00", "buchstabe=%F0%9F%92%A9", "buchstabe=<b>", "seite=-1", "seite=999999999999", "seite=x"]
)
def test_any_address_of_the_list_is_answered(client, query):
    make.imported()
    text = html(client, f"/bochum/leistungen/?{query}")
    assert "<b>" not in text.partition("<main")[2]


def test_long_lists_have_pages(client):
    rows = [(f"99{n:012d}", f"Xylophon Leistung {n:03}", "5", "", "", "", "Musik", "", "") for n in range(120)]
    make.imported(make.table(*rows))
    first = html(client, "/bochum/leistungen/?thema=Musik")
    assert "Seite 1 von 3" in first
    assert 'rel="prev"' not in first
    last = html(client, "/bochum/leistungen/?thema=Musik&seite=3")
    assert last.count("Xylophon Leistung") == 20
    assert escape("/bochum/leistungen/?thema=Musik&seite=2") in last
    assert 'rel="next"' not in last


def test_each_page_takes_few_statements(client, django_assert_max_num_queries):
    make.imported()
    html(client, "/bochum/leistungen/?buchstabe=J")
    with django_assert_max_num_queries(2):
        html(client, "/bochum/leistungen/?buchstabe=J")
    with django_assert_max_num_queries(2):
        html(client, HUNT)


def test_laws_are_taken_apart_and_only_the_federal_collection_is_linked():
    text = "§ 15 Bundesjagdgesetz (BJagdG) [http://www.gesetze-im-internet.de/bjagdg/__15.html], § 3 Satzung [http://example.org/x], § 9 XY"
    found = laws(text)
    assert [(law.text, bool(law.url)) for law in found] == [
        ("§ 15 Bundesjagdgesetz (BJagdG)", True),
        ("§ 3 Satzung", False),
        ("§ 9 XY", False),
    ]
    assert laws("") == ()


def test_the_type_is_not_read_for_more_than_it_says():
    assert bearers("bund") == (Bearer.BUND,)
    assert bearers("gemeinde") == (Bearer.GEMEINDE,)
    assert Bearer.BUND not in bearers("offen")
    assert [maker_of_rules(typ) for typ in ("1", "2/3", "4a", "5", "6", "", "1, 2/3")] == ["bund", "bund", "land", "gemeinde", "", "", ""]


def test_names_are_split_only_by_a_shorter_name_of_the_catalogue():
    assert split_name("Jagdschein Erteilung", "Jagdschein") == ("Jagdschein", "Erteilung")
    assert split_name("Jagdscheine", "Jagdschein") == ("Jagdscheine", "")
    assert split_name("Jagdschein", "") == ("Jagdschein", "")


def test_shelves_sort_as_an_index_does():
    assert [letter(name) for name in ("Ärztekammer", "(Baumuster-) Prüfung", "115", "„Öko“", "")] == ["A", "B", "#", "O", "#"]
    assert sorted(["Zoo", "Ärzte", "Apfel", "(Bau) x"], key=order) == ["Apfel", "Ärzte", "(Bau) x", "Zoo"]
    assert (sheet(range(120), 9).number, sheet([], 1).count, sheet(range(51), 2).rows) == (3, 1, (50,))


@pytest.mark.shared_data
def test_all_of_the_real_catalogue(client):
    make.imported((SHARED / "leika-ozg" / "leika_ozg_leistungen_2019.csv").read_bytes())
    seen = 0
    for choice in queries.catalogue_page("bochum", start="", topic="", situation="", number=1, language="de").letters:
        page = queries.catalogue_page("bochum", start=choice.name, topic="", situation="", number=1, language="de")
        seen += page.sheet.total
    assert seen >= 5_240
    for entry in national.entries()[::211]:
        answer = client.get(f"/bochum/leistungen/{entry.key}/")
        assert answer.status_code in (200, 302), entry.key
