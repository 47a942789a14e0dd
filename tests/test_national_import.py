"""An operator imports the national catalogue: what counts, what is left out, what a newer or a broken file does."""

import contextlib
import io
import time
from dataclasses import asdict

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from glueckauf.catalogue.actions.import_national import TooManyGone
from glueckauf.catalogue.queries import national
from glueckauf.catalogue.rules.national import MOST_BYTES, Level, Unreadable, level, own_key, read
from glueckauf.core.db import reading
from glueckauf.core.models import Event
from glueckauf.core.scope import HOUSE
from tests import make_national as make
from tests.shared import SHARED

DAY = make.NOON.replace(day=29)


@pytest.mark.django_db
def test_before_an_import_there_is_nothing_and_afterwards_everything_by_name():
    assert national.entries() == ()
    assert national.last_import() is None
    report = make.imported()
    assert (report.rows, len(report.new), report.changed, report.gone, report.left) == (5, 5, (), (), ())
    names = [entry.name for entry in national.entries()]
    assert names == sorted(names, key=str.casefold)
    found = national.entry("99067004000000")
    assert (found.level, found.words, found.ozg_id, found.situation) == (Level.OPEN, ("BJagdG",), "10149", "Fischen & Jagen")
    assert national.entries() is national.entries()
    with reading(HOUSE):
        event = Event.objects.get(kind="catalogue.NationalCatalogueImported")
    assert event.payload == {"import_id": event.payload["import_id"], "new": 5, "changed": 0, "gone": 0}


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing():
    make.imported()
    report = make.imported(at=DAY)
    assert (report.new, report.changed, report.gone, report.returned) == ((), (), (), ())
    assert national.last_import().at == DAY


@pytest.mark.django_db
def test_a_newer_file_says_what_changed_and_what_is_gone_stays_marked():
    make.imported()
    renamed = (*make.DOG[:1], "Hundesteuer Veranlagung", "4b", *make.DOG[3:])
    report = make.imported(make.table(renamed, make.BANK, make.TOWN, make.NONE), at=DAY)
    changes = {(c.column, c.before, c.now) for c in report.changed}
    assert changes == {("name", "Hundesteuer Festsetzung", "Hundesteuer Veranlagung"), ("typ", "4", "4b")}
    assert report.gone == ("99067004000000",)
    assert "Jagdschein" not in {entry.name for entry in national.entries()}
    assert national.entry("99067004000000").is_gone
    back = make.imported(at=DAY)
    assert back.returned == ("99067004000000",)
    assert not national.entry("99067004000000").is_gone


@pytest.mark.django_db
def test_a_file_without_a_column_keeps_what_was_known():
    make.imported()
    head = ("Schlüssel", "Bezeichnung", "Typ", "Synonyme")
    rows = [(row[0], row[1], row[2], "Hund, Welpe" if row is make.DOG else "") for row in make.ROWS[:4]]
    report = make.imported(make.table(*rows, head=head, delimiter=";", encoding="iso-8859-1"), at=DAY)
    assert report.encoding.startswith("ISO-8859-1")
    dog = national.entry("99102013002000")
    assert (dog.ozg_name, dog.words) == ("Hundesteuer", ("Hund", "Welpe"))
    assert national.entry("99148032000000").name == "Förderdarlehen für Häuser"


@pytest.mark.django_db
def test_a_file_cut_off_is_refused_until_the_operator_insists():
    make.imported()
    with pytest.raises(TooManyGone):
        make.imported(make.table(make.DOG), at=DAY)
    assert len(national.entries()) == 5
    report = make.imported(make.table(make.DOG), most_gone=4, at=DAY)
    assert len(report.gone) == 4
    assert len(national.entries()) == 1


def test_lines_that_cannot_be_used_are_named_with_line_and_reason():
    rows = [
        make.DOG,
        make.DOG,
        ("3233", "Test", *make.DOG[2:]),
        ("99102013002001", " ", *make.DOG[2:]),
        ("99102013002002", "kurz"),
        make.HUNT,
    ]
    found = read(make.table(*rows))
    assert [line.name for line in found.lines] == ["Hundesteuer Festsetzung", "Jagdschein"]
    assert [(left.line, left.key) for left in found.left] == [
        (3, "99102013002000"),
        (4, "3233"),
        (5, "99102013002001"),
        (6, "99102013002002"),
    ]
    assert all(left.reason for left in found.left)


def test_a_leistung_without_key_gets_a_stable_one():
    (line,) = read(make.table(make.NONE)).lines
    assert line.key == own_key("anmeldung abfallbehälter", "10110")
    assert line.key != own_key("anmeldung abfallbehälter", "10111")
    assert len(line.key) <= 20


def test_odd_types_are_taken_as_they_are_and_named():
    found = read(make.table((*make.DOG[:2], "1, 2/3", *make.DOG[3:]), (*make.HUNT[:2], "", *make.HUNT[3:])))
    assert [(odd.line, odd.reason) for odd in found.odd] == [(2, "ungewöhnlicher Typ „1, 2/3“"), (3, "kein Typ")]
    assert [level(line.typ) for line in found.lines] == [Level.OPEN, Level.OPEN]


@pytest.mark.parametrize(
    ("typ", "expected"),
    [("1", Level.BUND), ("2a", Level.LAND), ("4b", Level.OPEN), ("4", Level.OPEN), ("5", Level.GEMEINDE), ("44", Level.OPEN)],
)
def test_the_type_says_who_carries_out_only_where_it_does(typ, expected):
    assert level(typ) is expected


def test_latin_1_becomes_the_same_lines_as_utf_8():
    assert read(make.table(encoding="iso-8859-1")).lines == read(make.table()).lines == read(make.table(encoding="utf-8-sig")).lines
    assert read(make.table(delimiter=";", encoding="cp1252")).lines == read(make.table()).lines


BROKEN = {
    "empty": b"",
    "no rows": ",".join(make.HEAD).encode() + b"\n",
    "wrong columns": b"ars,ags,name\n1,2,3\n",
    "utf-16": make.table(encoding="utf-16"),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "mojibake": make.table().decode().encode("utf-8").decode("cp1252").encode("utf-8"),
    "cyrillic in one byte": make.table((*make.DOG[:1], "Собака", *make.DOG[2:]), encoding="cp1251"),
    "an open quote": make.table() + b'99102013002009,"offen',
    "too large": b"x" * (MOST_BYTES + 1),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
@pytest.mark.django_db
def test_a_broken_file_changes_nothing_and_says_why(content):
    make.imported()
    with pytest.raises(Unreadable) as refused:
        make.imported(content, at=DAY)
    assert len(str(refused.value)) > 60
    assert len(national.entries()) == 5


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content):
    with contextlib.suppress(Unreadable):
        assert read(content).lines


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=30), min_size=9, max_size=9))
def test_any_row_is_kept_or_named(row):
    try:
        found = read(make.table(make.DOG, tuple(row)))
    except Unreadable:
        return
    assert len(found.lines) + len(found.left) in (1, 2)
    assert all(asdict(line)["name"] for line in found.lines)


@pytest.mark.django_db
def test_the_command_prints_its_report_and_a_file_that_is_not_there(tmp_path):
    file, out = tmp_path / "leika.csv", io.StringIO()
    file.write_bytes(make.table(*make.ROWS, ("3233", "Test 4", "44", *make.DOG[3:])))
    call_command("catalogue", "import", str(file), stdout=out)
    assert "5 new, 0 changed, 0 gone, 1 left out" in out.getvalue()
    assert "left out: line 7, 3233" in out.getvalue()
    with pytest.raises(CommandError):
        call_command("catalogue", "import", str(tmp_path / "none.csv"))
    file.write_bytes(b"x" * 100_000_000)
    began = time.monotonic()
    with pytest.raises(CommandError):
        call_command("catalogue", "import", str(file))
    assert time.monotonic() - began < 10


@pytest.mark.shared_data
@pytest.mark.django_db
def test_the_real_catalogue_of_2019():
    content = (SHARED / "leika-ozg" / "leika_ozg_leistungen_2019.csv").read_bytes()
    report = make.imported(content)
    assert report.rows == 5248  # 5,251 lines, two of a test with keys that are none, one twice
    assert [left.line for left in report.left] == sorted(left.line for left in report.left)
    assert {left.key for left in report.left} >= {"25323525", "3233"}
    assert national.entry("99102013002000").name == "Hundesteuer Festsetzung"
    assert len([e for e in national.entries() if e.key.startswith("99")]) == 4813
    again = make.imported(content, at=DAY)
    assert (again.new, again.changed, again.gone) == ((), (), ())
    latin = content.decode().encode("cp1252", errors="ignore")
    assert len(make.imported(latin, at=DAY).gone) < 10
