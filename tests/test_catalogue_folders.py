"""An author writes a folder: it loads in every city, and each slip is named with file, line and path while the rest goes on."""

import make_catalogue as make
import pytest
from django.core.management import CommandError, call_command

from glueckauf.catalogue import queries
from glueckauf.catalogue.queries import folders
from glueckauf.cities import queries as cities

SLUGS = sorted(folder.name for folder in folders.folders())
CITIES = [k.key for k in cities.kommunen()]


@pytest.fixture
def own(tmp_path, settings):
    """Folders of one city and one Leistung, to be spoilt."""
    make.use(settings, leistungen=tmp_path / "leistungen", kommunen=tmp_path / "kommunen")
    make.city(tmp_path / "kommunen")
    make.leistung(tmp_path / "leistungen")
    yield tmp_path
    cities.forget()


def spoil(path, before, after):
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def lines():
    return [str(p) for p in make.problems()]


def test_nothing_is_wrong_in_what_we_ship():
    assert lines() == []
    assert cities.problems() == ()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_leistung_loads_in_all_six_cities(slug):
    assert [o.kommune.key for o in folders.everything().offers if o.leistung.key == slug] == CITIES
    assert len(CITIES) == 6


@pytest.mark.parametrize("slug", SLUGS)
def test_every_leistung_has_its_texts_and_everyday_words(slug):
    found = make.offer(slug, "bochum")
    assert set(found.texts) == {"de", "leicht", "en"}
    assert len(found.leistung.search) >= 10
    assert "{" not in "".join(found.texts.values())


def test_a_seventh_leistung_needs_no_python(own):
    assert lines() == []
    found = make.offer("fahrradbox", "musterstadt")
    assert "Für alle in Musterstadt. Die Miete beträgt 7,50&nbsp;€ im Monat." in found.texts["de"]


def test_a_typo_is_named_with_line_and_path(own):
    spoil(own / "leistungen/fahrradbox/leistung.yaml", "label: Nachname}", "label: Nachname, pflict: ja}")
    assert lines() == ["leistungen/fahrradbox/leistung.yaml:19:56 form.sections.0.fields.0.pflict: extra_forbidden"]


def test_a_key_written_twice_is_refused(own):
    spoil(own / "leistungen/fahrradbox/leistung.yaml", "minutes: 2\n", "minutes: 2\nminutes: 3\n")
    assert lines() == ["leistungen/fahrradbox/leistung.yaml:14:1 minutes: duplicate_key"]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("mode: P", "mode: X", ":10:1 mode: enum"),
        ("minutes: 2", "minutes: viele", ":13:1 minutes: int_parsing"),
        ("{answer: boxen}", "{answer: kisten}", "unknown_reference (no field kisten)"),
        ("{answer: boxen}", "{answer: nachname}", "unknown_reference (nachname is of type name, not integer or number)"),
        ("{value: miete}", "{value: pacht}", "unknown_reference (no value pacht)"),
        ("{value: miete}", "{vaule: miete}", "fee.lines.0.amount.multiply.1.vaule: extra_forbidden"),
        ("applicant: {name: nachname}", "applicant: {name: vorname}", "value_error"),
        ("grant: bescheid.typ", "grant: bescheit.typ", " decision.letters.grant: no_such_file (bescheit.typ)"),
        ("key: fahrradbox", "key: farradbox", ":1:1 key: not_the_name_of_the_folder"),
        ("office: buergerbuero", "office: burgerburo", ":11:1 office: no_such_office"),
        ("search: [fahrradbox", "search: [fahrradbox: }", ": yaml"),
        ("minutes: 2", "minutes: &a [*a]", "refers_to_itself"),
        ('amount: "7.50", source: ausgedacht, year: "2026"', 'amount: "7.50"', "an amount needs source and year"),
        ('amount: "7.50"', 'amount: "-7.50"', "values.miete.amount: greater_than_equal"),
        (
            "{key: boxen, type: integer",
            "{key: nachname, type: integer",
            ":14:1 form: value_error (Value error, fields named twice: nachname)",
        ),
        ("label: Nachname}", "label: N, when: {field: boxen, is: '1'}}", "person.nachname depends on what is asked later: boxen"),
    ],
)
def test_each_slip_of_the_pen_is_named(own, before, after, said):
    spoil(own / "leistungen/fahrradbox/leistung.yaml", before, after)
    found = lines()
    assert len(found) == 1
    assert found[0].startswith("leistungen/fahrradbox/leistung.yaml:")
    assert said in found[0]


@pytest.mark.django_db
def test_a_placeholder_that_nothing_fills_is_named_and_the_published_letter_stays(own):
    make.publish()
    letter = own / "leistungen/fahrradbox/bescheid.typ"
    for placeholder in ("answers.kisten", 'answers.at("kisten")', "city_values.pacht"):
        letter.write_text(f'#import "/brief.typ": *\n#show: brief.with(daten)\nSie bekommen #daten.values.{placeholder}.\n', "utf-8")
        name = "city_values.pacht" if "pacht" in placeholder else "answers.kisten"
        assert lines() == [f"leistungen/fahrradbox/bescheid.typ:3:28: unknown_placeholder ({name})"]
    assert make.publish().new == ()
    assert "Sie bekommen eine Box." in queries.leistung("musterstadt", "fahrradbox").letters["bescheid.typ"]


def test_text_is_kept_as_written(own):
    spoil(own / "leistungen/fahrradbox/leistung.yaml", "leika: {none: ausgedacht für einen Test}", 'leika: {none: "NO"}')
    spoil(own / "leistungen/fahrradbox/leistung.yaml", "years: 10, law: ausgedacht", "years: 10, law: 01067")
    leistung = make.offer("fahrradbox", "musterstadt").leistung
    assert (leistung.leika.none, leistung.retention.law) == ("NO", "01067")


def test_a_broken_leistung_does_not_stop_the_others(own):
    (make.leistung(own / "leistungen", "zweite") / "leistung.yaml").write_text("key: [", "utf-8")
    (own / "leistungen" / "dritte").mkdir()
    (own / "leistungen" / "dritte" / "leistung.yaml").write_bytes(b"\xff\xfe\x00")
    found = folders.everything()
    assert [o.leistung.key for o in found.offers] == ["fahrradbox"]
    assert {p.file for p in found.problems} == {"leistungen/zweite/leistung.yaml", "leistungen/dritte/leistung.yaml"}


def test_nine_lines_cannot_stand_for_a_billion_parts(own):
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9))
    (own / "leistungen/fahrradbox/leistung.yaml").write_text(bomb, "utf-8")
    assert lines() == ["leistungen/fahrradbox/leistung.yaml:1:1: too_long"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("values: {miete: {amount: '9', source: ausgedacht, year: '2026'}}", ""),
        ("vlaues: {}", "kommunen/musterstadt/fahrradbox.yaml:1:1 vlaues: extra_forbidden"),
        ("without: [hut]", "kommunen/musterstadt/fahrradbox.yaml:1:1 without: unknown_reference (without: unknown hut)"),
        ("offered: no", "value_error"),
        ("offered: no\nnot_offered: Hier gibt es keine Boxen.", ""),
        ("office: keines", "kommunen/musterstadt/fahrradbox.yaml:1:1 office: no_such_office"),
    ],
)
def test_a_city_changes_what_it_does_differently(own, change, said):
    (own / "kommunen/musterstadt/fahrradbox.yaml").write_text(change, "utf-8")
    found = lines()
    assert said in found[0] if said else found == []


def test_a_number_of_the_city_keeps_name_and_unit(own):
    (own / "kommunen/musterstadt/fahrradbox.yaml").write_text("values: {miete: {amount: '9', source: WAZ, year: '2026'}}", "utf-8")
    found = make.offer("fahrradbox", "musterstadt")
    assert str(found.leistung.values["miete"].label) == "Miete im Monat"
    assert "9,00&nbsp;€" in found.texts["de"]


def test_what_a_clerk_has_to_write_names_a_value_that_exists(own):
    spoil(own / "leistungen/fahrradbox/leistung.yaml", "{grant: bescheid.typ}", "{grant: bescheid.typ}, grant_text_unless: platz")
    assert [line.split(" ", 1)[1] for line in lines()] == ["decision.grant_text_unless: unknown_reference (no value platz)"]


def test_a_change_for_a_leistung_nobody_defined_is_named(own):
    (own / "kommunen/musterstadt/farradbox.yaml").write_text("offered: no", "utf-8")
    assert lines() == ["kommunen/musterstadt/farradbox.yaml:1:1: no_such_leistung (farradbox)"]


def test_texts_are_checked_and_cleaned(own):
    text = own / "leistungen/fahrradbox/text.de.md"
    text.write_text("# Titel\n\nKostet {wert:pacht}.\n", "utf-8")
    assert [p.split("text.de.md")[1] for p in lines()] == [
        ":1:1: text (headings begin at ##)",
        ":3:8: text (unknown placeholder {wert:pacht})",
    ]
    text.write_text("<script>alert(1)</script>\n\n[Klick](javascript:alert(1)) <b onclick=x>fett</b>\n", "utf-8")
    html = make.offer("fahrradbox", "musterstadt").texts["de"]
    assert "<script" not in html
    assert "href" not in html
    assert "<b" not in html


def test_a_broken_city_is_left_out_and_named(own):
    make.city(own / "kommunen", "beispielstadt", name="Beispielstadt", prefix="BE", postcode="99998")
    spoil(own / "kommunen/musterstadt/kommune.yaml", "ars:", "asr:")
    cities.forget()
    assert [k.key for k in cities.kommunen()] == ["beispielstadt"]
    assert [str(p) for p in cities.problems()] == [
        "kommunen/musterstadt/kommune.yaml:1:1 ars: missing",
        "kommunen/musterstadt/kommune.yaml:6:1 asr: extra_forbidden",
    ]


def test_the_command_prints_what_is_wrong_and_fails(own, capsys):
    (own / "leistungen/fahrradbox/beispiele.yaml").write_text(
        "- {name: Zwei Boxen, kommune: musterstadt, day: '2026-11-24', values: {nachname: Mustermann, boxen: '2'},\n"
        "   expect: {fee: '1400', decision: person}}\n",
        "utf-8",
    )
    with pytest.raises(CommandError):
        call_command("catalogue_check")
    assert (
        "leistungen/fahrradbox/beispiele.yaml:2:13 0.expect.fee: example_differs (Zwei Boxen: expected 1400, got 1500)"
        in capsys.readouterr().out
    )
    spoil(own / "leistungen/fahrradbox/beispiele.yaml", "1400", "1500")
    call_command("catalogue_check")
    assert "1 Leistungen in 1 cities, 1 examples: nothing is wrong." in capsys.readouterr().out
