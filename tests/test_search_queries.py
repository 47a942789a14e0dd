"""Questions of ordinary people find their Leistung. What is not first is printed for people (`pytest -rP`), never removed from the set."""

import json
import subprocess
import sys

import make_catalogue
import make_national
import pytest

from bench.installation import DATABASES
from glueckauf.catalogue import queries
from glueckauf.catalogue.queries.everyday import everyday, read
from glueckauf.catalogue.queries.standing import standing
from tests.search_set import judge, questions
from tests.shared import SHARED
from tests.sizes import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(db):
    make_catalogue.publish()
    standing.settled()


NATIONAL = {
    "Fischereischein": "Fischereischein",
    "fishing licence": "Fischereischein",
    "ich brauche einen angelschein": "Fischereischein",
    "Waffenschein": "Waffenbesitzkarte",
    "gun licence": "Erlaubnis zum Führen von Waffen",
    "Führerschein verlängern": "Fahrerlaubnis Verlängerung",
    "kindergld": "Kindergeld",
    "Elterngeld beantragen": "Elterngeld",
    "bauantrag": "Baugenehmigung",
    "schwerbehinderten ausweis": "Schwerbehindertenausweis",
}


def tops(text: str) -> list[str]:
    return [hit.slug for hit in queries.search(text).hits]


def judged(held: str):
    there = {entry.leistung.key for entry in queries.everywhere()}
    asked = [q for q in questions(held=held) if there & set(q.expect)]
    found = judge(asked, tops)
    print(f"held {held}: {found.count} questions, recall@5 {found.recall5:.3f}, first {found.first:.3f}", *found.not_first, sep="\n  ")
    return found


def test_the_set_is_large_and_its_halves_are_equal():
    assert len(questions(held="yes")) >= 180 <= len(questions(held="no"))
    kinds = {held: {q.kind for q in questions(held=held)} for held in ("yes", "no")}
    assert kinds["yes"] == kinds["no"]


@pytest.mark.parametrize("held", ["yes", "no"])
def test_people_find_the_right_leistung(published, held):
    found = judged(held)
    assert found.count >= 60
    assert found.recall5 >= 0.95
    assert found.first >= 0.80


@pytest.mark.shared_data
@pytest.mark.slow
@pytest.mark.parametrize("held", ["yes", "no"])
def test_the_whole_national_catalogue_does_not_hide_ours(published, held):
    make_national.imported((SHARED / "leika-ozg/leika_ozg_leistungen_2019.csv").read_bytes())
    standing.settled()
    found = judged(held)
    assert found.recall5 >= 0.95
    assert found.first >= 0.80
    assert {text: queries.search(text).hits[0].name for text in NATIONAL} == NATIONAL


def test_national_entries_come_after_ours_with_their_level_and_not_twice(published):
    make_national.imported()
    standing.settled()
    hunt = queries.search("jagdschein").hits[0]
    assert (hunt.name, hunt.level, len(hunt.kommunen)) == ("Jagdschein", "offen", 6)
    dog = [(hit.slug, hit.level) for hit in queries.search("hundesteuer").hits]
    assert dog[0] == ("hundesteuer-anmeldung", None)
    assert make_national.DOG[0] not in dict(dog)


def test_a_publication_that_changes_no_word_builds_no_index(published):
    before = standing.settled().index
    standing.forget()
    assert standing.settled().index is before
    make_national.imported()
    assert standing.settled().index is not before


def test_an_import_is_found_without_anybody_waiting_for_it(published):
    assert "jagdschein" not in {hit.name.lower() for hit in queries.search("jagdschein").hits}
    make_national.imported()
    before = queries.search("hund").hits[0].slug
    assert before == "hundesteuer-anmeldung"
    assert standing.settled().version[1] > 0
    assert queries.search("jagdschein").hits[0].name == "Jagdschein"


@pytest.mark.parametrize("text", ["baby da", "ich ziehe um", "köpek", "geb.-urkunde", "hunde steuer", "hundesteur"])
def test_the_same_question_has_the_same_answer_each_time(published, text):
    assert tops(text) == tops(text) == tops(f"  {text.upper()} ")


@pytest.mark.slow
@pytest.mark.django_db(databases=[])
def test_sqlite_and_postgresql_give_the_same_top_results():
    found = {name: json.loads(output) for name, output in zip(DATABASES, outputs(), strict=True)}
    assert len(found["sqlite"]) > 360
    assert found["sqlite"] == found["postgresql"]


def outputs() -> list[str]:
    """Both at once, each in a process of its own: settings are read once."""
    words = [[sys.executable, "-m", "tests.search_tops", name] for name in DATABASES]
    running = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for command in words]
    return [process.communicate(timeout=200)[0] for process in running]


def test_every_situation_leads_to_leistungen_that_exist(published):
    there = {entry.leistung.key for entry in queries.everywhere()}
    said = everyday()
    assert said.problems == ()
    assert {slug for s in said.situations for slug in s.leistungen} <= there
    assert len(queries.situations()) == len(said.situations)
    assert {s.title.de: s.phrases[0] for s in said.situations if not set(tops(s.phrases[0])[:3]) & set(s.leistungen[:1])} == {}


def test_a_broken_file_of_words_is_reported_and_left_out(tmp_path):
    (tmp_path / "woerter.yaml").write_text("groups: [[hund, dog]]\nmore: no\n", "utf-8")
    found = read(tmp_path)
    assert (found.groups, found.situations) == ((), ())
    assert [problem.code for problem in found.problems] == ["extra_forbidden"]
