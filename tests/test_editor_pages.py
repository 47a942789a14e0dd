"""The editor in the browser of an administrator: every page opens, saves, refuses with what was typed, and shows what it should."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from glueckauf.catalogue.actions import editing
from glueckauf.catalogue.queries import editing as drafts
from glueckauf.catalogue.rules.archive import packed
from glueckauf.core import clock
from tests import make_editing, make_identity
from tests.make_form_posts import inputs_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(transactional_db):
    """An administrator of Bochum at her desk."""
    make_editing.published()
    return make_editing.editor()


@pytest.fixture
def desk(editor):
    """Her browser."""
    return make_identity.desk_of(editor)


@pytest.fixture
def own(editor):
    """A draft of a service of the city's own, the copy of one that has everything."""
    return make_editing.own(editor, "hund-kopie", copy_of="hundesteuer-anmeldung")


@pytest.fixture
def override(editor):
    """A draft of what the city changes."""
    return make_editing.override(editor)


def page(editor, draft):
    """The draft as it stands."""
    return drafts.draft_page(editor, draft.pk, at=clock.now())


def text(response):
    """Words of the page."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def base(draft):
    return f"/schreibtisch/leistungen/{draft.pk}/"


TABS = ("", "formular/", "nachweise/", "gebuehr/", "fristen/", "briefe/", "texte/", "beispiele/", "veroeffentlichung/", "ansicht/")
OWN = (
    "formular/section:hunde/",
    "formular/hunde/",
    "formular/hunde.rasse/",
    "formular/iban/",
    "nachweise/erlaubnis/",
    "gebuehr/erstes_jahr/",
    "gebuehr/jahr/",
    "briefe/bescheid.typ/",
    "beispiele/0/",
)


@pytest.mark.parametrize("path", [*TABS, *OWN])
def test_every_page_of_an_own_service_opens(desk, own, path):
    response = desk.get(base(own) + path)
    assert response.status_code == 200
    assert "Hund" in text(response)


@pytest.mark.parametrize("path", [*TABS, "formular/hunde/", "formular/hunde.rasse/", "gebuehr/erstes_jahr/", "briefe/bescheid.typ/"])
def test_every_page_of_a_shared_service_opens(desk, override, path):
    assert desk.get(base(override) + path).status_code == 200


def test_the_list_of_all_services_opens_and_narrows(desk, own, override):
    assert "Hund anmelden" in text(desk.get("/schreibtisch/leistungen/"))
    found = text(desk.get("/schreibtisch/leistungen/?ansicht=entwuerfe"))
    assert "2 von" in found
    assert "Keine Leistung heißt so" in text(desk.get("/schreibtisch/leistungen/?q=qwertz"))
    assert desk.get("/schreibtisch/leistungen/neu/").status_code == 200
    assert desk.get("/schreibtisch/leistungen/ausgaben/hundesteuer-anmeldung/").status_code == 200


# --- fields -------------------------------------------------------------------------------------------------------------------


def sent(desk, address, *, holding="version", **changes):
    """Posts the form of a page as a browser would, with some inputs changed. None takes one out."""
    values = inputs_of(desk.get(address).content.decode(), holding=holding)
    for name, value in changes.items():
        values.pop(name.replace("__", "-"), None)
        if value is not None:
            values[name.replace("__", "-")] = value
    return desk.post(address, values)


def leistung(editor, draft):
    """The content of an own draft."""
    return page(editor, draft).content["leistung"]


def field(editor, draft, key):
    """One field of it."""
    return next(f for s in leistung(editor, draft)["form"]["sections"] for f in s["fields"] if f["key"] == key)


def test_a_page_opened_and_sent_back_unchanged_changes_nothing(desk, editor, own):
    before = page(editor, own).content
    for path in ("", "fristen/", "formular/section:hunde/", "formular/iban/", "formular/hunde.rasse/", "gebuehr/erstes_jahr/", "texte/"):
        assert sent(desk, base(own) + path, tun="sichern").status_code == 303, path
    for path in ("nachweise/erlaubnis/", "briefe/bescheid.typ/"):
        assert sent(desk, base(own) + path, tun="sichern").status_code == 303, path
    after = page(editor, own).content
    assert after["leistung"]["form"] == before["leistung"]["form"]
    assert after == before


def test_she_adds_a_field_makes_it_a_choice_with_a_condition_and_takes_it_back(desk, editor, own):
    answer = desk.post(f"{base(own)}formular/", {"tun": "feld", "nach": "frueher_angemeldet"})
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"{base(own)}formular/neue_frage/")
    address = f"{base(own)}formular/neue_frage/"
    wrong = sent(desk, address, tun="sichern", label__de="Wer stellt die Schilder auf?", type="choice")
    assert wrong.status_code == 422
    assert "mindestens zwei Antworten" in text(wrong)
    assert 'name="option-1-de"' in wrong.content.decode()
    built = {
        "label__de": "Wer stellt die Schilder auf?",
        "type": "choice",
        "shown": "choice",
        "options": "1",
        "option__0__de": "eine Firma",
        "option__1__de": "die Stadt",
        "when__0__field": "andere_hunde",
        "when__0__comparison": "is",
        "when__0__value": "yes",
    }
    looked = sent(desk, address, tun="row:when", **built)
    assert looked.status_code == 200
    assert "„Leben schon andere Hunde in Ihrem Haushalt?“ ist „Ja“" in text(looked)
    saved = sent(desk, address, tun="sichern", **built)
    assert saved.status_code == 303
    address = f"{base(own)}formular/wer_stellt_die_schilder_auf/"
    assert saved["Location"].startswith(address)
    found = field(editor, own, "wer_stellt_die_schilder_auf")
    assert [o["key"] for o in found["options"]] == ["eine_firma", "die_stadt"]
    assert found["when"] == {"field": "andere_hunde", "is": "yes"}
    assert "bedingt" in text(desk.get(f"{base(own)}formular/"))
    desk.post(address, {"tun": "loeschen", "version": page(editor, own).version})
    assert desk.get(address).status_code == 404
    back = desk.post(f"{base(own)}ruecknahme/", {"zurueck": f"{base(own)}gebuehr/jahr/"})
    assert back["Location"].startswith(f"{base(own)}gebuehr/")
    assert field(editor, own, "wer_stellt_die_schilder_auf") == found


def test_a_field_moves_within_its_section_into_another_and_by_dragging(desk, editor, own):
    def order(section):
        return [f["key"] for s in leistung(editor, own)["form"]["sections"] if s["key"] == section for f in s["fields"]]

    before = order("steuer")
    sent(desk, f"{base(own)}formular/{before[1]}/", tun="hoch")
    assert order("steuer") == [before[1], before[0], *before[2:]]
    sent(desk, f"{base(own)}formular/{before[1]}/", tun="runter")
    assert order("steuer") == before
    sent(desk, f"{base(own)}formular/kassenzeichen/", tun="umziehen", abschnitt="steuer")
    assert order("steuer") == [*before, "kassenzeichen"]
    desk.post(f"{base(own)}formular/", {"tun": "bewegen", "feld": "kassenzeichen", "vor": before[0]})
    assert order("steuer") == ["kassenzeichen", *before]


def test_two_people_in_one_field_see_both_versions_and_lose_none(desk, editor, own):
    address = f"{base(own)}formular/kassenzeichen/"
    seen = page(editor, own).version
    colleague = make_identity.desk_of(make_editing.editor())
    assert sent(colleague, address, tun="sichern", label__de="Steuernummer").status_code == 303
    answer = sent(desk, address, tun="sichern", label__de="Aktenzeichen", version=str(seen))
    assert answer.status_code == 409
    words = text(answer)
    assert "Steuernummer" in words
    assert 'value="Aktenzeichen"' in answer.content.decode()
    assert sent(desk, address, tun="sichern", label__de="Aktenzeichen").status_code == 303
    assert field(editor, own, "kassenzeichen")["label"]["de"] == "Aktenzeichen"


def test_a_field_somebody_deleted_meanwhile_does_not_swallow_what_was_typed(desk, editor, own):
    address = f"{base(own)}formular/kassenzeichen/"
    typed = {"version": str(page(editor, own).version), "tun": "sichern", "label-de": "Mein mühsamer Satz"}
    desk.post(address, {"tun": "loeschen", "version": page(editor, own).version})
    answer = desk.post(address, typed)
    assert answer.status_code == 409
    assert "Mein mühsamer Satz" in text(answer)


def test_an_editor_left_open_over_a_release_is_told_and_keeps_the_words(desk, editor, own):
    with_words = {"version": str(page(editor, own).version), "tun": "sichern", "type": "text", "shown": "text", "label-de": "Mein Satz"}
    editing.discard(own.pk, by=editor, at=clock.now())
    answer = desk.post(f"{base(own)}formular/kassenzeichen/", with_words)
    assert answer.status_code == 409
    assert 'value="Mein Satz"' in answer.content.decode()


def test_a_foreign_city_does_not_exist(own, override):
    stranger = make_identity.desk_of(make_editing.editor("essen"))
    for path in (*TABS, *OWN):
        assert stranger.get(base(own) + path).status_code == 404
        assert stranger.post(base(own) + path, {"tun": "sichern"}).status_code == 404
    assert stranger.post(f"{base(own)}ruecknahme/").status_code == 404


def test_hostile_input_is_answered_calmly(desk, editor, own):
    version = page(editor, own).version
    flood = {f"when-{n}-field": "andere_hunde" for n in range(900)} | {"tun": "sichern", "label-de": "x" * 300_000, "type": "boese"}
    assert desk.post(f"{base(own)}formular/kassenzeichen/", flood).status_code in (303, 409, 413, 422)
    for deed in ("weg:__proto__", "drop:..", "row:", "group:when-0-0-0-0-0-0", "umziehen", "nix", ""):
        assert desk.post(f"{base(own)}formular/kassenzeichen/", {"tun": deed}).status_code in (200, 303, 404, 409, 422)
    kept = {"tun": "sichern", "when-0-kept": '{"field": ' * 4000, "label-de": "Kassenzeichen", "version": "99999999999"}
    assert desk.post(f"{base(own)}formular/kassenzeichen/", kept).status_code in (303, 409, 422)
    assert desk.post(f"{base(own)}gebuehr/", {"teil": "werte", **{f"value-{n}-amount": "1e999" for n in range(300)}}).status_code in (
        303,
        422,
    )
    assert desk.post(f"{base(own)}gebuehr/", {"teil": "boese"}).status_code == 200
    assert desk.get(f"{base(own)}formular/{'a' * 500}/").status_code == 404
    assert desk.get(f"{base(own)}beispiele/9999/").status_code == 404
    assert page(editor, own).version >= version


# --- fee, letters, texts, examples ----------------------------------------------------------------------------------------------


def test_an_amount_needs_its_source_and_what_was_typed_stays(desk, editor, own):
    address = f"{base(own)}gebuehr/"
    wrong = sent(desk, address, value__0__amount="177,50", value__0__source="")
    assert wrong.status_code == 422
    assert "Nennen Sie die Quelle" in text(wrong)
    assert 'value="177,50"' in wrong.content.decode()
    assert sent(desk, address, value__0__amount="1.177,50", value__0__source="Satzung", value__0__year="2027").status_code == 303
    first = next(iter(leistung(editor, own)["values"].values()))
    assert (first["amount"], first["source"], first["year"]) == ("1177.50", "Satzung", "2027")


def test_a_fee_becomes_a_table_by_answer_and_the_calculator_uses_it(desk, editor, own):
    address = f"{base(own)}gebuehr/erstes_jahr/"
    table = {"amount__kind": "choose", "formula": None, "amount__otherwise": "value:ein_hund", "amount__times": "", "tun": "sichern"}
    row = {"amount__row__0__field": "andere_hunde", "amount__row__0__comparison": "is", "amount__row__0__value": "yes"}
    assert "Wählen Sie einen Betrag" in text(sent(desk, address, **table, **row, amount__row__0__cell=""))
    assert sent(desk, address, **table, **row, amount__row__0__cell="number:0").status_code == 303
    amount = leistung(editor, own)["fee"]["lines"][0]["amount"]
    assert amount == {
        "choose": [{"when": {"field": "andere_hunde", "is": "yes"}, "then": {"number": "0"}}],
        "otherwise": {"value": "ein_hund"},
    }
    asked = "rechnen=1&andere_hunde=nein&hunde-0-rufname=Kohle"
    assert "Vorschlag: 168,00 €" in text(desk.get(f"{address}?{asked}")), "a wish for relief is not asked here, so a person weighs it"


def test_a_formula_that_is_none_is_named_and_kept(desk, editor, own):
    address = f"{base(own)}gebuehr/erstes_jahr/"
    for formula in ("{sum: [", "{zaehle: hunde}", "a: &a [*a, *a]", "x" * 30_000):
        answer = sent(desk, address, tun="sichern", formula=formula)
        assert answer.status_code == 422, formula[:20]
        assert formula[:8].replace("&", "&amp;") in answer.content.decode()
    assert leistung(editor, own)["fee"]["lines"][0]["amount"]["since"] == "hunde.seit"


def test_a_letter_is_shown_as_it_is_printed_and_a_broken_one_is_not_saved(desk, editor, own):
    address = f"{base(own)}briefe/bescheid.typ/"
    assert "data:image/png;base64," in desk.get(address).content.decode()
    before = page(editor, own).content["letters"]["bescheid.typ"]
    broken = sent(desk, address, tun="sichern", source=f"{before}\n#gibtesnicht")
    assert broken.status_code == 422
    assert "#gibtesnicht" in text(broken)
    assert page(editor, own).content["letters"]["bescheid.typ"] == before
    assert sent(desk, address, tun="sichern", source=before.replace("melden Sie ihn ab.", "melden Sie ihn bitte ab.")).status_code == 303
    assert "bitte ab." in page(editor, own).content["letters"]["bescheid.typ"]


BOMB = "\n#for i in range(1000000000) [x]"


def test_a_bomb_in_a_letter_is_named_in_german_and_stops_neither_page_nor_release(desk, editor, own):
    address = f"{base(own)}briefe/bescheid.typ/"
    before = page(editor, own).content["letters"]["bescheid.typ"]
    looked = sent(desk, address, tun="ansehen", source=before + BOMB)
    assert looked.status_code == 200
    assert "braucht zu viel Zeit oder Speicher" in text(looked)
    assert "range(1000000000)" in text(looked)
    assert sent(desk, address, tun="sichern", source=before + BOMB).status_code == 422
    assert page(editor, own).content["letters"]["bescheid.typ"] == before
    make_editing.save(own, "letters.bescheid.typ", before + BOMB, by=editor)  # as an archive of files brings it
    told = desk.get(base(own))
    assert told.status_code == 200
    assert "braucht zu viel Zeit oder Speicher" in text(told)
    today = clock.local_day(clock.now())
    asked = desk.post(f"{base(own)}veroeffentlichung/", {"tun": "anfragen", "ab": f"{today:%d.%m.%Y}"})
    assert asked.status_code == 409
    assert "braucht zu viel Zeit oder Speicher" in text(asked)


def test_a_text_is_shown_with_the_numbers_of_the_city_and_its_slips_are_named(desk, editor, own):
    seen = sent(
        desk, f"{base(own)}texte/", tun="ansehen", text__de="## Was es kostet\n\n{wert:ein_hund} und {unsinn} <script>alert(1)</script>"
    )
    assert "168,00 €" in text(seen)
    assert "{unsinn}" in text(seen)
    assert "<script>alert" not in seen.content.decode()


def test_an_example_is_filled_with_the_true_form_and_takes_over_what_comes_of_it(desk, editor, own):
    desk.post(f"{base(own)}beispiele/", {"tun": "neu"})
    index = len(page(editor, own).content["examples"]) - 1
    address = f"{base(own)}beispiele/{index}/"
    answer = sent(desk, address, tun="uebernehmen", name="Erika ohne Hund", vorname="Erika", nachname="Mustermann")
    assert answer.status_code == 303
    found = page(editor, own)
    assert found.content["examples"][index]["values"]["vorname"] == "Erika"
    assert found.content["examples"][index]["expect"]["decision"] == "incomplete"
    assert found.examples[index].is_green


# --- a city's changes, releasing, files -----------------------------------------------------------------------------------------


def test_a_city_changes_an_amount_leaves_a_field_out_and_writes_its_own_rule(desk, editor, override):
    assert (
        sent(desk, f"{base(override)}gebuehr/", value__0__amount="177,00", value__0__source="Satzung", value__0__year="2027").status_code
        == 303
    )
    desk.post(f"{base(override)}formular/chipnummer/", {"version": page(editor, override).version})
    answer = desk.post(f"{base(override)}formular/kassenzeichen/", {"version": page(editor, override).version})
    assert answer.status_code == 303
    change = page(editor, override).content["change"]
    assert change["values"]["ein_hund"]["amount"] == "177.00"
    assert change["without"] == ["kassenzeichen"] or "kassenzeichen" in change["without"]
    assert "form" not in change
    desk.post(f"{base(override)}gebuehr/", {"teil": "eigene", "version": page(editor, override).version})
    assert page(editor, override).content["change"]["fee"]["kind"] == "computed"
    desk.post(f"{base(override)}gebuehr/", {"teil": "gemeinsam", "version": page(editor, override).version})
    assert "fee" not in page(editor, override).content["change"]


def test_two_people_release_and_one_takes_it_back(desk, editor, own):
    address = f"{base(own)}veroeffentlichung/"
    assert desk.post(address, {"tun": "anfragen", "ab": "gestern"}).status_code == 422
    assert "liegt in der Vergangenheit" in text(desk.post(address, {"tun": "anfragen", "ab": "1.1.2020"}))
    today = clock.local_day(clock.now())
    assert desk.post(address, {"tun": "anfragen", "ab": f"{today.day}.{today.month}.{today.year}"}).status_code == 303
    assert desk.post(address, {"tun": "freigeben"}).status_code == 403
    assert sent(desk, f"{base(own)}texte/", tun="sichern", text__de="## Neu").status_code == 409
    head = make_identity.desk_of(make_editing.editor())
    assert "Schreiben Sie in einem Satz" in text(head.post(address, {"tun": "zurueckgeben", "grund": " "}))
    head.post(address, {"tun": "zurueckgeben", "grund": "Das Jahr stimmt nicht."})
    assert "Zurückgegeben: Das Jahr stimmt nicht." in text(desk.get(address))
    desk.post(address, {"tun": "anfragen", "ab": f"{today.day}.{today.month}.{today.year}"})
    released = head.post(address, {"tun": "freigeben"})
    assert released.status_code == 303
    assert "gilt" in text(head.get(released["Location"]))
    assert desk.get("/bochum/leistungen/hund-kopie/").status_code == 200
    assert sent(head, released["Location"].partition("?")[0], ausgabe="0", holding="ausgabe").status_code == 303


def test_files_go_out_and_come_back_and_bombs_are_refused(desk, editor, own):
    before = page(editor, own).content
    archive = desk.get(f"{base(own)}dateien/archiv/").content
    version = page(editor, own).version

    def bring(content):
        return desk.post(f"{base(own)}dateien/", {"weg": "archiv", "version": version, "archiv": SimpleUploadedFile("l.zip", content)})

    assert bring(archive).status_code == 303
    assert page(editor, own).content == before
    too_much, no_yaml, nothing = ({"leistung.yaml": "0" * 5_000_000}, {"leistung.yaml": "a: [" * 1000}, {"x.txt": "x"})
    for hostile in (b"", b"PK\x03\x04kaputt", packed(too_much), packed(no_yaml), packed(nothing)):
        assert bring(hostile).status_code == 422
    assert page(editor, own).content == before


def test_a_hostile_fim_file_is_refused_with_place_and_reason(desk):
    root = b"xdf:xdatenfelder.stammdatenschema.0102"
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><' + root + b">&b;</" + root + b">"
    for content in (bomb, b"kein xml", b"<a/>"):
        answer = desk.post("/schreibtisch/leistungen/neu/", {"weg": "fim", "fim-datei": SimpleUploadedFile("s.xml", content)})
        assert answer.status_code == 422
        assert "kann nicht übernommen werden" in text(answer)
    assert desk.post("/schreibtisch/leistungen/neu/", {"weg": "fim"}).status_code == 422
    assert desk.post("/schreibtisch/leistungen/neu/", {"weg": "leer", "name": ""}).status_code == 422
    assert desk.post("/schreibtisch/leistungen/neu/", {"weg": "kopie", "kopie-name": "X", "kopie-von": "gibt-es-nicht"}).status_code == 404
