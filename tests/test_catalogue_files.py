"""What the editor writes as files reads back as the same content, and the shipped folders survive the way there and back."""

from pathlib import Path

import make_catalogue
import make_editing as make
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.queries import editing as pages
from glueckauf.catalogue.queries import folders
from glueckauf.catalogue.rules.drafting import DraftKind
from glueckauf.catalogue.rules.files import export_files, import_files
from glueckauf.catalogue.rules.plain import plain as plain_of
from glueckauf.catalogue.rules.schema import CityChange, Leistung
from glueckauf.catalogue.rules.yaml_out import written
from glueckauf.core import clock
from glueckauf.core.strict_yaml import Broken, Source

OFFERS = make_catalogue.everything().offers
NASTY = [
    "yes",
    "no",
    "NO",
    "01067",
    "1e3",
    "null",
    "~",
    "a: b",
    "# kein Kommentar",
    "- kein Punkt",
    '"',
    "'",
    "„So“",
    "",
    " ",
    "a\nb",
    "a\n",
    "\n",
]
NASTY += [
    "{wert:x}",
    "[a]",
    "a, b",
    "&x",
    "*x",
    "!x",
    "%",
    "@",
    "`",
    "a\\nb",
    "\ta",
    "a #b",
    "ß ü 漢 \U0001f415",
    "2026-01-01",
    "1:30",
    "...",
    "---",
    "?",
]
texts = st.one_of(st.sampled_from(NASTY), st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
keys = st.one_of(
    st.sampled_from(["key", "name", "de", "en", "yes", "1", "a b", "minutes", "optional", "fee"]),
    st.text("abcdef_", min_size=1, max_size=8),
)
plain = st.recursive(texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=25)
names = st.from_regex(r"[a-z]{1,8}\.typ", fullmatch=True)


@st.composite
def leistungen(draw):
    """An own service with whatever somebody typed; the keys are those of the schema and some that are not."""
    fields = st.fixed_dictionaries(
        {"key": texts, "type": texts, "label": st.one_of(texts, st.fixed_dictionaries({"de": texts, "en": texts}))}
    )
    sections = st.lists(st.fixed_dictionaries({"key": texts, "title": texts, "fields": st.lists(fields, max_size=3)}), max_size=3)
    leistung = {"key": draw(texts), "minutes": draw(texts), "form": {"sections": draw(sections)}, "fee": draw(plain)}
    return {
        "leistung": leistung | draw(st.dictionaries(keys, plain, max_size=3)),
        "texts": draw(st.dictionaries(st.sampled_from(["de", "en", "leicht"]), texts)),
        "letters": draw(st.dictionaries(names, texts, max_size=2)),
        "examples": draw(st.lists(st.dictionaries(keys, plain, min_size=1, max_size=3), max_size=2)),
    }


@settings(max_examples=150, deadline=None)
@given(content=leistungen())
def test_import_of_an_export_is_the_same_content(content):
    assert import_files(export_files(content, slug="probe")) == content


@settings(max_examples=100, deadline=None)
@given(
    change=st.dictionaries(keys, plain, max_size=4),
    examples=st.lists(st.dictionaries(keys, plain, min_size=1, max_size=2), min_size=1, max_size=2),
)
def test_the_same_for_what_a_city_changes(change, examples):
    for content in ({"change": change}, {"change": change, "examples": examples}):
        assert import_files(export_files(content, slug="probe", kommune="bochum")) == content


def shipped(folder: Path) -> dict[str, str]:
    return {str(path): path.read_text("utf-8") for path in sorted(folder.iterdir()) if path.suffix in (".yaml", ".md", ".typ")}


@pytest.mark.parametrize("folder", folders.folders(), ids=lambda f: f.name)
def test_every_shipped_folder_goes_there_and_back(folder):
    content = import_files(shipped(folder))
    files = export_files(content, slug=folder.name)
    assert import_files(files) == content
    assert set(files) == {f"leistungen/{folder.name}/{Path(name).name}" for name in shipped(folder)}
    assert max(len(line) for line in files[f"leistungen/{folder.name}/leistung.yaml"].splitlines() if ": {" in line) <= 400


@pytest.mark.parametrize(
    "path", sorted(folders.folders()[0].parents[1].glob("kommunen/*/*.yaml")), ids=lambda p: f"{p.parent.name}-{p.stem}"
)
def test_every_shipped_change_goes_there_and_back(path):
    text = path.read_text("utf-8")
    assert Source(written(Source(text, path.name).value), path.name).value == Source(text, path.name).value


def test_it_reads_as_if_a_person_had_written_it():
    content = {
        "minutes": "8",
        "form": {
            "sections": [
                {
                    "key": "person",
                    "title": {"de": "Über Sie", "en": "About you"},
                    "fields": [
                        {"key": "mischling", "type": "yesno", "label": "Ein Mischling?", "optional": "true"},
                        {"key": "rasse", "type": "text", "label": "Welche?", "when": {"field": "mischling", "is": "yes"}},
                    ],
                }
            ]
        },
        "values": {"hund": {"amount": "156", "year": "2023", "source": "WAZ, Lokalteil"}},
    }
    assert written(content) == (
        "minutes: 8\n"
        "\n"
        "form:\n"
        "  sections:\n"
        "    - key: person\n"
        "      title: {de: Über Sie, en: About you}\n"
        "      fields:\n"
        '        - {key: mischling, type: yesno, label: "Ein Mischling?", optional: true}\n'
        '        - {key: rasse, type: text, label: "Welche?", when: {field: mischling, is: "yes"}}\n'
        "\n"
        "values:\n"
        '  hund: {amount: "156", year: "2023", source: "WAZ, Lokalteil"}\n'
    )


def test_files_that_hold_no_leistung_are_refused_with_their_place():
    with pytest.raises(Broken) as refused:
        import_files({"leistungen/x/leistung.yaml": "key: x\nname: [a\n"})
    assert str(refused.value).startswith("leistungen/x/leistung.yaml:")
    with pytest.raises(Broken):
        import_files({"leistungen/x/text.de.md": "Hallo"})


@pytest.mark.django_db
def test_an_operator_takes_a_release_out_as_files_and_brings_files_in_as_a_draft(tmp_path, capsys):
    make.published()
    adam, lea = make.pair()
    make.with_fee(adam, lea, "180")
    at = clock.now()
    call_command("catalogue_export", "bochum", make.SLUG, to=tmp_path)
    path = tmp_path / "kommunen/bochum" / f"{make.SLUG}.yaml"
    assert 'ein_hund: {amount: "180"' in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace('"180"', '"192"'), "utf-8")
    call_command("catalogue_import_files", "bochum", path)
    draft = editing.start_draft(make.SLUG, kind=DraftKind.OVERRIDE, by=adam, at=at)
    page = pages.draft_page(adam, draft.pk, at=at)
    assert page.content["change"]["values"]["ein_hund"]["amount"] == "192"
    assert [c.sentence for c in page.changes if c.area == "values"] == [
        "ein Hund: jetzt 192,00\N{NO-BREAK SPACE}€, vorher 180,00\N{NO-BREAK SPACE}€."
    ]
    path.write_text("values: [", "utf-8")
    with pytest.raises(CommandError, match=r"hundesteuer-anmeldung\.yaml:[12]:"):
        call_command("catalogue_import_files", "bochum", path)


@pytest.mark.django_db
def test_a_whole_folder_becomes_an_own_service_of_a_city(tmp_path):
    make.published()
    adam, lea = make.pair("essen")
    folder = make_catalogue.leistung(tmp_path)
    call_command("catalogue_import_files", "essen", folder)
    draft = make.own(adam)
    assert pages.draft_page(adam, draft.pk, at=make.NOON).problems == ()
    make.out(draft, adam, lea)
    call_command("catalogue_export", "essen", "fahrradbox", to=tmp_path / "out")
    assert (tmp_path / "out/leistungen/fahrradbox/text.de.md").read_text("utf-8") == (folder / "text.de.md").read_text("utf-8")


@pytest.mark.parametrize("offer", OFFERS, ids=lambda o: f"{o.kommune.key} {o.leistung.key}")
def test_a_leistung_as_plain_content_reads_back_as_the_same_leistung(offer):
    """What a copy begins with, and what the editor writes for a city."""
    assert Leistung.model_validate(Source(written(plain_of(offer.leistung)), "x").value) == offer.leistung
    assert CityChange.model_validate(Source(written(plain_of(offer.change)), "x").value) == offer.change
