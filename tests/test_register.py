"""The municipality register: our own 53 of the Ruhr, all of Germany once an operator imports them, and what people type."""

import contextlib
import io
import time

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from glueckauf.cities import queries as cities
from glueckauf.cities.actions.import_register import OlderFile, TooManyMissing
from glueckauf.cities.rules.gazetteer import Former, Found, Gazetteer, Municipality
from glueckauf.cities.rules.register_files import MOST_BYTES, UnreadableRegister, read
from tests import make_register as make
from tests.shared import SHARED

pytestmark = pytest.mark.django_db
GV100AD = "gemeinden/GV100AD_301123.txt"


def found(text):
    """How a text is understood, with the names."""
    answer = cities.find_place(text)
    return answer.found, [m.name for m in answer.municipalities]


def test_the_53_of_the_ruhr_are_known_before_any_import():
    all_of = cities.gazetteer().by_ars.values()
    assert (len(all_of), sum(m.inhabitants for m in all_of)) == (53, 5_147_820)
    assert {k.ars for k in cities.kommunen()} <= cities.gazetteer().by_ars.keys()


def test_our_own_table_and_the_cities_name_the_same_postcodes():
    for city in cities.kommunen():
        assert set(city.postcodes) == set(cities.gazetteer().by_ars[city.ars].postcodes), city.key


@pytest.mark.parametrize(
    ("text", "expected", "name"),
    [
        ("44787", Found.ONE, "Bochum"),
        ("Bochum", Found.ONE, "Bochum"),
        ("stadt bochum", Found.ONE, "Bochum"),
        ("Massenbergstraße 10, 44787 Bochum", Found.ONE, "Bochum"),
        ("Rathausplatz 1 Witten", Found.ONE, "Witten"),
        ("Essen, Rüttenscheider Straße 1", Found.ONE, "Essen"),
        ("Bochumer Straße 5, Essen", Found.ONE, "Essen"),
        ("Mülheim a. d. Ruhr", Found.ONE, "Mülheim an der Ruhr"),
        ("Mulheim", Found.ONE, "Mülheim an der Ruhr"),
        ("Wetter", Found.ONE, "Wetter (Ruhr)"),
        ("castrop rauxel", Found.ONE, "Castrop-Rauxel"),
        ("Frondenberg", Found.ONE, "Fröndenberg/Ruhr"),
        ("Gelsenkirhcen", Found.LIKE, "Gelsenkirchen"),
        ("Recklinhausen", Found.LIKE, "Recklinghausen"),
        ("Hauptstraße 1, Dortmnd", Found.LIKE, "Dortmund"),
        ("45121", Found.BULK, "Essen"),
        ("44621 Herne", Found.BULK, "Herne"),
        ("Wattenscheid", Found.FORMER, "Bochum"),
        ("Bahnhofstraße 3, Wattenscheid", Found.FORMER, "Bochum"),
        ("059110000000", Found.ONE, "Bochum"),
    ],
)
def test_what_people_type_is_understood(text, expected, name):
    assert found(text) == (expected, [name])


@pytest.mark.parametrize("text", ["99999", "Xyzzy", "??", "12", "0" * 12])
def test_what_nobody_knows_is_not_guessed(text):
    assert found(text) == (Found.NOTHING, [])


def test_a_name_that_contradicts_its_postcode_is_asked_about():
    assert found("44787 Essen") == (Found.SEVERAL, ["Essen", "Bochum"])
    assert found("99999 Essen") == (Found.ONE, ["Essen"])
    assert found("   ") == (Found.EMPTY, [])


def test_an_import_adds_the_rest_of_germany_and_keeps_our_postcodes():
    report = make.imported()
    assert (report.rows, len(report.new), report.changed, report.gone) == (4, 4, (), ())
    assert found("Musterstadt") == (Found.ONE, ["Musterstadt"])
    assert found("99222") == (Found.SEVERAL, ["Neudorf", "Altdorf"])
    assert found("99222 Altdorf") == (Found.ONE, ["Altdorf"])
    assert found("Neudorf") == (Found.ONE, ["Neudorf"])
    assert found("44787") == (Found.ONE, ["Bochum"])


def test_what_lies_above_a_place_is_named_from_near_to_far():
    make.imported()
    known = cities.gazetteer()
    names = {m.name: [(r.level, r.name) for r in known.chain(m)] for m in known.by_ars.values()}
    assert names["Altdorf"] == [("kreis", "Kreis Beispiel"), ("bezirk", "Mustertal"), ("land", "Musterland")]
    assert names["Musterstadt"] == [("bezirk", "Mustertal"), ("land", "Musterland")]
    assert names["Witten"][0] == ("kreis", "Ennepe-Ruhr-Kreis")


def test_a_newer_file_renames_marks_what_is_gone_and_takes_back():
    make.imported()
    later = [make.kommune(*args, **more) for args, more in (
        (("98111000", "Musterstadt, Hansestadt"), {"code": "61", "people": 51_000, "plz": "99111", "day": "20240101"}),
        (("98122001", "Neudorf"), {"verband": "0001", "people": 900, "plz": "99222", "day": "20240101"}),
        (("98122003", "Neudorf (Wald)"), {"verband": "0003", "people": 70, "plz": "99333", "day": "20240101"}),
    )]  # fmt: skip
    report = make.imported(make.gv100ad(*later), most_gone=1)
    assert {(column, now) for _, column, _, now in report.changed} == {("name", "Musterstadt, Hansestadt"), ("inhabitants", "51000")}
    assert report.gone == ("981220002002",)
    assert found("Altdorf") == found("981220002002") == found("Dorfstraße 1, Altdorf") == (Found.GONE, ["Altdorf"])
    with pytest.raises(OlderFile):
        make.imported()
    assert make.imported(make.gv100ad(*make.land("20250101"))).gone == ()
    assert found("Altdorf") == (Found.ONE, ["Altdorf"])


def test_a_municipality_that_was_merged_says_so():
    make.imported()
    make.imported(b"ars_alt,ars_neu,seit,quelle\n981220002002,981220001001,2024-01-01,ausgedacht\n")
    answer = cities.find_place("Altdorf")
    assert (answer.found, [m.name for m in answer.municipalities]) == (Found.FORMER, ["Neudorf"])
    assert (answer.former.name, answer.former.since) == ("Altdorf", "2024-01-01")
    assert cities.find_place("981220002002").found is Found.FORMER


def test_an_import_says_of_each_that_is_gone_where_it_went_or_that_nobody_said_so(tmp_path):
    make.imported()
    file = tmp_path / "gv100ad.txt"
    file.write_bytes(make.gv100ad(make.kommune("98111000", "Musterstadt", code="61", people=1, plz="99111", day="20240101")))
    printed = io.StringIO()
    make.imported(b"ars_alt,ars_neu,seit\n981220002002,981220001001,2024-01-01\n")
    call_command("cities", "import", str(file), "--most-gone", "3", stdout=printed)
    assert "gone 981220002002: part of 981220001001" in printed.getvalue()
    assert "gone 981220001001: where it went says a table of mergers" in printed.getvalue()
    assert found("Altdorf") == found("981220002002") == (Found.GONE, ["Neudorf"]), "what it became is gone too"


def test_a_place_of_today_and_one_of_former_times_with_the_same_name_are_asked_about():
    places = [
        Municipality(ars=key * 12, ags=key * 8, name=name, full_name=name, kind="gemeinde", inhabitants=1)
        for key, name in (("1", "Altdorf"), ("2", "Neudorf"))
    ]
    known = Gazetteer(places, (), [Former(name="Altdorf", into="2" * 12, since="2020-01-01")])
    assert {m.name for m in known.find("Altdorf").municipalities} == {"Altdorf", "Neudorf"}
    assert known.find("Altdorf").found is Found.SEVERAL


def test_mergers_one_after_the_other_lead_to_the_last_and_a_circle_ends():
    places = [Municipality(ars=key * 12, ags=key * 8, name=f"Ort {key}", full_name="", kind="gemeinde", inhabitants=1) for key in "123"]
    chain = [Former(name=f"Ort {a}", into=b * 12, since="2020-01-01", old=a * 12) for a, b in ("12", "23")]
    assert Gazetteer(places, (), chain).current("1" * 12)[0].name == "Ort 3"
    circle = [*chain, Former(name="Ort 3", into="1" * 12, since="2020-01-01", old="3" * 12)]
    assert Gazetteer(places, (), circle).current("1" * 12)[0] is not None


def test_postcodes_come_from_a_table_of_their_own():
    make.imported()
    make.imported(b"plz,ags\n99444,98122001\n99444,98122002\n99445,98122001\n")
    assert found("99444")[0] is Found.SEVERAL
    assert found("99445") == (Found.ONE, ["Neudorf"])
    report = make.imported(b"plz,ags\n99444,98122001\n")
    assert len(report.gone) == 2
    assert found("99444") == (Found.ONE, ["Neudorf"])


def test_the_same_file_again_changes_nothing():
    make.imported()
    report = make.imported()
    assert (report.new, report.changed, report.gone) == ((), (), ())


BROKEN = {
    "empty": b"",
    "another table": b"leika_key,leistung,typ\n1,2,3\n",
    "only headings": b"ars,ags,name\n",
    "no date": b"6099999999991110000000Musterstadt",
    "utf-16": make.gv100ad(encoding="utf-16"),
    "mojibake": make.gv100ad(make.kommune("98111000", "MÃ¼nster")),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "too large": b"6" * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_a_broken_file_changes_nothing_and_says_why(content):
    make.imported()
    with pytest.raises(UnreadableRegister) as refused:
        make.imported(content)
    assert len(str(refused.value)) > 60
    assert found("Musterstadt") == (Found.ONE, ["Musterstadt"])


def test_lines_that_cannot_be_used_are_named():
    town = make.kommune("98111000", "Musterstadt", code="61")
    cut, strange = make.kommune("98111001", "Abgeschnitten")[:120], town.replace("6020231130", "7020231130")
    done = read(make.gv100ad(town, town, cut, strange))
    assert [line.line for line in done.left] == [2, 3, 4]
    table = read(b"ars,ags,name,inhabitants\n981110000000,98111000,Musterstadt,viele\n981110000000,98111000,Musterstadt,5\n1,2,x,3\n")
    assert [line.line for line in table.left] == [2, 4]
    assert len(table.kommunen) == 1


def test_latin_1_is_read_as_what_it_is():
    done = read(make.gv100ad(make.kommune("98111000", "Müsterstädt"), encoding="iso-8859-1"))
    assert (done.encoding[:10], next(iter(done.kommunen.values())).name) == ("ISO-8859-1", "Müsterstädt")


def test_a_part_of_the_register_does_not_pass_for_the_whole():
    make.imported()
    with pytest.raises(TooManyMissing):
        make.imported(make.gv100ad(make.kommune("98111000", "Musterstadt, Stadt", code="61", people=50_000, plz="99111")))
    assert found("Altdorf")[0] is Found.ONE


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    with contextlib.suppress(UnreadableRegister):
        assert read(content)


@given(st.text(max_size=40))
def test_anything_may_be_typed(text):
    answer = cities.find_place(text)
    assert (answer.found in (Found.NOTHING, Found.EMPTY)) == (not answer.municipalities)


def test_the_command_prints_its_report(tmp_path):
    file, out = tmp_path / "gv100ad.txt", io.StringIO()
    file.write_bytes(make.gv100ad(*make.land(), "kaputt"))
    call_command("cities", "import", str(file), stdout=out)
    assert "kommunen: 4 rows (UTF-8, of 30.11.2023)" in out.getvalue()
    assert "4 new, 0 changed, 0 gone, 1 left out" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("cities", "import", str(tmp_path / "none.txt"))


@pytest.mark.shared_data
def test_all_of_germany():
    report = make.imported((SHARED / GV100AD).read_bytes())
    assert (report.rows, report.left) == (10_981, ())
    assert found("25788") == (Found.SEVERAL, ["Delve", "Hollingstedt", "Wallen"])
    assert found("Mülheim an der Rhur") == (Found.LIKE, ["Mülheim an der Ruhr"])
    assert found("Neuenkirchen")[0] is Found.SEVERAL
    assert found("10115 Berlin") == (Found.ONE, ["Berlin"])
    assert found("45121") == (Found.BULK, ["Essen"])
    assert found("Wattenscheid") == (Found.FORMER, ["Bochum"])
    table = make.imported((SHARED / "gemeinden" / "gemeinden_de_ars_ags_plz.csv").read_bytes())
    assert (table.new, table.changed, table.gone) == ((), (), ())
    ours = {k.ars: k for k in cities.own_table(cities.folder()).kommunen}
    rows = read((SHARED / GV100AD).read_bytes()).kommunen
    assert {(k.ags, k.name, k.inhabitants, k.seat) for k in ours.values()} == {
        (rows[ars].ags, rows[ars].name, rows[ars].inhabitants, rows[ars].seat) for ars in ours
    }


@pytest.mark.shared_data
def test_a_look_up_stays_short_over_all_of_germany():
    """Far above what bench/catalogue.py measures, so that only a wrong turn fails here."""
    make.imported((SHARED / GV100AD).read_bytes())
    cities.find_place("Bochum")
    began = time.perf_counter()
    for text in ("Gelsenkirhcen", "Musterstraße 1, 44787 Bochum", "Xyzzyxyzzy", "Neu") * 25:
        cities.find_place(text)
    assert time.perf_counter() - began < 3
