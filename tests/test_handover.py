"""A Leistung that another body decides: its page says so first, has no start button without a form, and what cannot be true is refused."""

import make_catalogue
import pytest
from django.test import Client

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries.folders import everything
from glueckauf.cities import queries as cities

PAGE = "/bochum/leistungen/fuehrungszeugnis/"
LEISTUNG = """\
key: zeugnis
name: Zeugnis
short: Das Zeugnis kommt vom Amt nebenan.
leika: {none: ausgedacht für einen Test}
topic: urkunden
audience: [citizen]
search: [zeugnis]
law: [{text: ausgedacht}]
mode: H
office: buergerbuero
trust: none
handover:
  body: das Amt nebenan
  doors: [{text: Online beim Amt, url: "https://amt.example/antrag"}, {text: Am Schalter}]
  we_can: Wir zeigen den Weg.
  we_cannot: Wir stellen es nicht aus.
fee: {kind: none}
privacy: Wir speichern nichts.
"""


@pytest.fixture
def own(tmp_path, settings):
    """One city with one hand-over page, to be spoilt."""
    make_catalogue.use(settings, leistungen=tmp_path / "leistungen", kommunen=tmp_path / "kommunen")
    make_catalogue.city(tmp_path / "kommunen")
    folder = tmp_path / "leistungen" / "zeugnis"
    folder.mkdir(parents=True)
    (folder / "leistung.yaml").write_text(LEISTUNG, "utf-8")
    (folder / "text.de.md").write_text("## Für wen\n\nFür alle.\n", "utf-8")
    yield tmp_path
    cities.forget()


def spoil(own, before, after):
    path = own / "leistungen/zeugnis/leistung.yaml"
    assert before in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")


def lines():
    return [str(p) for p in everything().problems]


def test_a_page_without_a_form_is_complete_with_what_it_says(own):
    assert lines() == []
    leistung = make_catalogue.offer("zeugnis", "musterstadt").leistung
    assert leistung.offered and not leistung.can_be_started and leistung.retention is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("mode: H", "mode: P", "handover: contradiction (another body decides, so the mode is H, not P)"),
        ("https://amt.example/antrag", "http://amt.example/antrag", "handover.doors.0.url: string_pattern_mismatch"),
        ("https://amt.example/antrag", "javascript:alert(1)", "handover.doors.0.url: string_pattern_mismatch"),
        ("  we_can: Wir zeigen den Weg.\n", "", "handover.we_can: missing"),
        (
            'doors: [{text: Online beim Amt, url: "https://amt.example/antrag"}, {text: Am Schalter}]',
            "doors: []",
            "handover.doors: too_short",
        ),
        ("fee: {kind: none}", "fee: {kind: none}\napplicant: {name: nachname}", "refers to what does not exist: nachname"),
        ("fee: {kind: none}", "fee: {kind: none}\nchecks: [register]", "checks: contradiction (needs a form, and there is none)"),
        ("fee: {kind: none}", "fee: {kind: none}\nretention: {years: 1, law: x}", "retention: contradiction (needs a form"),
        (
            "fee: {kind: none}",
            "fee: {kind: none}\nnachweise: [{key: a, label: A, why: B, accepts: C}]",
            "nachweise: contradiction (needs a form",
        ),
        (
            "fee: {kind: none}",
            "fee: {kind: none}\ndecision: {outcome: auskunft, remedy: none, letters: {}}",
            "decision.outcome: contradiction (without a form the outcome is handover)",
        ),
        (
            "fee: {kind: none}",
            "fee: {kind: none}\nform: {sections: [{key: a, title: A, fields: [{key: b, type: text, label: B}]}]}\nminutes: 2\naction: Los\n"
            "retention: {years: 1, law: x}",
            "decision.letters: contradiction (a form needs a letter at its end)",
        ),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_path(own, before, after, said):
    spoil(own, before, after)
    found = lines()
    assert len(found) == 1
    assert found[0].startswith("leistungen/zeugnis/leistung.yaml:") and said in found[0]


def test_without_the_body_nothing_is_left_of_a_hand_over(own):
    text = LEISTUNG[: LEISTUNG.index("handover:")] + LEISTUNG[LEISTUNG.index("fee:") :]
    (own / "leistungen/zeugnis/leistung.yaml").write_text(text, "utf-8")
    assert [line.split(" ", 1)[1] for line in lines()] == [
        "decision.outcome: contradiction (the outcome handover needs handover: who decides, and where to go)",
        "form: contradiction (only a Leistung with handover may have no form)",
        "mode: contradiction (mode H needs handover: who decides, and where to go)",
    ]


def test_a_city_names_its_own_body(own):
    change = "handover: {body: die Netzgesellschaft, doors: [{text: Anrufen}], we_can: Wir helfen., we_cannot: Wir entscheiden nicht.}"
    (own / "kommunen/musterstadt/zeugnis.yaml").write_text(change, "utf-8")
    assert lines() == []
    handover = make_catalogue.offer("zeugnis", "musterstadt").leistung.handover
    assert handover is not None and str(handover.body) == "die Netzgesellschaft"


@pytest.fixture
def published(db):
    make_catalogue.publish()


def test_the_page_says_who_is_responsible_before_all_else_and_starts_nothing(published):
    page = Client().get(PAGE).content.decode()
    main = page[page.index("<h1") :]
    assert main.index("Zuständig ist <strong>das Bundesamt für Justiz</strong>") < main.index("Für wen")
    assert 'href="https://www.fuehrungszeugnis.bund.de/"' in main
    assert "Wir speichern nichts." in main and "13,00" in main
    assert "antrag/" not in main and "ga-btn--start" not in main and "füllt jemand den Antrag" not in main
    assert "Responsible is <strong>the Federal Office of Justice" in Client().get(f"{PAGE}?sprache=en", follow=True).content.decode()


def test_there_is_no_form_behind_the_page(published):
    assert Client().get(f"{PAGE}antrag/").status_code == 404
    assert Client().post(f"{PAGE}antrag/", {}).status_code == 404
    easy = Client().get(f"{PAGE}leicht/").content.decode()
    assert "nicht</strong> die Stadt" in easy and "antrag/" not in easy
    privacy = Client().get(f"{PAGE}datenschutz/").content.decode()
    assert "geben Sie nichts ein" in privacy and "Wie lange" not in privacy


@pytest.mark.parametrize("path", ["/suche/?q=führungszeugnis", "/suche/", "/bochum/"])
def test_lists_mark_it_honestly(published, path):
    row = next(r for r in Client().get(path).content.decode().split('<li class="ga-row">') if "Führungszeugnis beantragen" in r)
    assert "macht eine andere Stelle" in row
    assert "ganz online" not in row.split("</li>")[0]


def test_a_hand_over_is_no_draft_and_no_case(published):
    assert [s.leistung.key for s in catalogue.all_of("bochum") if s.leistung.offered and not s.leistung.can_be_started] == [
        "fuehrungszeugnis"
    ]


def test_duisburg_has_no_by_law_for_trees_and_its_page_says_what_still_holds(published):
    page = Client().get("/duisburg/leistungen/baumfaellung/").content.decode()
    assert "keine Baumschutzsatzung" in page and "Nester und Höhlen" in page
    assert "braucht vorher eine Genehmigung" not in page and "keine Baumschutzsatzung" in Client().get("/duisburg/").content.decode()
    assert "antrag/" not in page and "Messen Sie den Umfang" not in page and "leicht/" not in page
    assert Client().get("/duisburg/leistungen/baumfaellung/leicht/").status_code == 404
    assert Client().get("/duisburg/leistungen/baumfaellung/antrag/").status_code == 404
    assert "Messen Sie den Umfang" in Client().get("/essen/leistungen/baumfaellung/").content.decode()


def test_where_the_city_decides_itself_the_page_says_so_names_the_other_form_and_still_starts(client, db):
    make_catalogue.publish()
    html = client.get("/bochum/leistungen/wohnsitz-anmeldung/").content.decode()
    assert "Zuständig ist die <strong>Stadt Bochum</strong>. Das Online-Formular betreibt Hamburg für alle Länder." in html
    assert 'href="https://wohnsitzanmeldung.de/"' in html and "Das verlangt das Gesetz" in html
    assert html.index("So geht es") < html.index("/bochum/leistungen/wohnsitz-anmeldung/antrag/")
    listed = client.get("/bochum/").content.decode()
    row = listed[listed.index("Wohnung anmelden oder ummelden") :][:700]
    assert "macht eine andere Stelle" not in row


def test_the_mode_of_a_leistung_the_city_decides_itself_is_its_own(own):
    spoil(own, "  body: das Amt nebenan\n", "  body: das Amt nebenan\n  ours: true\n")
    spoil(own, "mode: H", "mode: P")
    assert lines() == []
