"""The whole way of an application in English: every step of every Leistung, shown in both languages; what reads the same must be a name.

A text that is the same in German and English is German left over, unless it is a proper noun, a number or what the person typed.
"""

import re
from html.parser import HTMLParser

import pytest
from django.template import engines
from django.test import Client
from django.utils.translation import override

from glueckauf.catalogue import queries as catalogue
from glueckauf.catalogue.queries.current import UnknownLeistung
from glueckauf.cities.queries.kommunen import UnknownKommune
from glueckauf.core.error_pages import said
from glueckauf.core.errors import Forbidden, NotFound, TooManyAttempts
from glueckauf.forms import inputs, read
from glueckauf.forms.read import FieldError
from glueckauf.forms.schema import FormSchema, Section
from glueckauf.vorgaenge import actions
from tests import make
from tests.make_pages import OTHERS

pytestmark = pytest.mark.django_db
LEISTUNGEN = ("hundesteuer-anmeldung", *OTHERS)
FIELDS = engines["django"].from_string("{% load formlanguage %}{% form_errors errors section %}{% form_fields section values errors %}")
SHOWN = ("title", "aria-label", "alt", "placeholder")
# Words no English text of ours has.
GERMAN = re.compile(
    r"\b(der|die|das|und|oder|nicht|bitte|Sie|Ihre?[nmrs]?|ist|sind|ein|eine[nmrs]?|für|mit|von|zu[rm]?|wird|werden|haben|auf|bei|nach|wenn|noch|kein\w*)\b"
)
NAMES = re.compile(
    r"Stadt \w+|Bochum|Glückauf|Mustermann|Musterstra|Erika|Max|@|^\W*[\d.,:–€ -]+\W*$|Deutsch|English|Leichte Sprache|IBAN|Flöz|^BO-|"
    r"Steueramt|Bürgerbüro|Standesamt|Gewerbemeldestelle|Ordnungsamt|Straßenverkehrsbehörde|Wohnungsamt|Tiefbauamt|"
    r"^(: )?(Zone|Format|Person \d)$"  # the same in both
)


class Texts(HTMLParser):
    """What a person reads or hears of the main part: texts and the attributes that are read aloud."""

    def __init__(self, html):
        super().__init__()
        self.found, self.inside, self.skipped = [], "<main" not in html, 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.inside = self.inside or tag == "main"
        self.skipped += tag in ("textarea", "option") and given.get("lang") is not None
        if self.inside:
            self.found += [given[name] for name in SHOWN if given.get(name)]

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "main"

    def handle_data(self, data):
        text = " ".join(data.split())
        if self.inside and re.search(r"[A-Za-zÄÖÜäöüß]{2}", text):
            self.found.append(text)


def left_over(german, english, allowed=frozenset()):
    """Texts of the English page that are German."""
    both = set(Texts(german).found)
    return sorted(
        {
            text
            for text in Texts(english).found
            if not NAMES.search(text) and text not in allowed and (text in both or GERMAN.search(text)) and not is_quoted(text)
        }
    )


def is_quoted(text):
    """„Wohnung“: a German word an English sentence explains or asks to write."""
    return not GERMAN.search(re.sub(r"[“„][^“”]*[“”]|\([^)]*\)", "", text)) and bool(re.search("[“(]", text))


def unconditional(section: Section) -> Section:
    """Every field is shown, also inside groups."""
    fields = []
    for field in section.fields:
        inner = {"fields": tuple(i.model_copy(update={"when": None}) for i in field.fields)} if field.type == "group" else {}
        fields.append(field.model_copy(update={"when": None, **inner}))
    return section.model_copy(update={"fields": tuple(fields), "when": None})


def same_words(form: FormSchema) -> frozenset[str]:
    """Labels the author wrote once for both languages on purpose: breeds, GmbH, IBAN. Plain strings in YAML; no German sentence."""
    found = set()
    for field in (f for s in form.sections for f in s.fields):
        for part in (field, *(field.fields if field.type == "group" else ())):
            found |= {o.label.de for o in getattr(part, "options", ()) if not o.label.en or o.label.en == o.label.de}
    return frozenset(text for text in found if not GERMAN.search(text))


@pytest.fixture(autouse=True)
def _published():
    make.publish()


@pytest.mark.parametrize("leistung", LEISTUNGEN)
def test_every_field_hint_and_error_of_every_step_is_english(leistung):
    form = catalogue.leistung("bochum", leistung).leistung.form
    faults = {}
    for section in map(unconditional, form.sections):
        pages = {}
        for language in ("de", "en"):
            with override(language):
                wrong = read.section(section, Posted(section), {}, {}, today=make_day()).errors
                empty = read.section(section, Posted(section, wrong=False), {}, {}, today=make_day()).errors
                pages[language] = "".join(
                    FIELDS.render({"section": section, "values": {}, "errors": [FieldError(e.path, e.text) for e in errors]})
                    for errors in (wrong, empty)
                )
        faults[section.key] = left_over(pages["de"], pages["en"], same_words(form))
    assert not {key: texts for key, texts in faults.items() if texts}


class Posted:
    """A POST of a section: nothing at all, or nonsense in every input."""

    def __init__(self, section, *, wrong=True):
        self.wrong, self.counts = wrong, {f"{f.key}-items" for f in section.fields if f.type == "group"}

    def getlist(self, name):
        if name in self.counts:
            return ["1"]
        return ["☠"] if self.wrong and name not in ("add", "remove") else []


def make_day():
    return make.date(2026, 11, 24)


@pytest.mark.parametrize("leistung", LEISTUNGEN)
def test_every_page_from_the_first_step_to_the_receipt_is_english(leistung):
    clients = {language: Client() for language in ("de", "en")}
    service = catalogue.leistung("bochum", leistung).leistung
    values = make.values(leistung)
    faults, same = {}, same_words(service.form) | written(values)
    urls = dict.fromkeys(clients, f"/bochum/leistungen/{leistung}/antrag/")
    for _ in range(len(service.form.sections)):
        pages = {language: client.get(urls[language] + f"?sprache={language}") for language, client in clients.items()}
        section = pages["de"].context["form_section"]
        faults[section.key] = left_over(*(page.content.decode() for page in pages.values()), same)
        assert len({re.search("<title>(.*?)</title>", page.content.decode(), re.DOTALL).group(1) for page in pages.values()}) == 2
        for language, client in clients.items():
            posted = dict(inputs.of_section(section, values)) | {"version": pages[language].context["version"]}
            answer = client.post(urls[language], posted)
            assert answer.status_code == 302, answer.context["errors"]
            urls[language] = answer.url
        if "pruefen" in urls["de"]:
            break
    for name in ("check", "receipt", "matter"):
        pages = {language: client.get(urls[language]).content.decode() for language, client in clients.items()}
        faults[name] = left_over(pages["de"], pages["en"], same)
        if name == "check":
            urls = {language: client.post(urls[language], {"channel": "portal"}).url for language, client in clients.items()}
        elif name == "receipt":
            urls = {language: re.search(r'href="(/vorgaenge/[^"/]+/)"', page).group(1) for language, page in pages.items()}
    assert not {key: texts for key, texts in faults.items() if texts}


def written(value):
    """Everything the person wrote."""
    if isinstance(value, dict):
        return frozenset().union(*map(written, value.values()))
    if isinstance(value, list):
        return frozenset().union(*map(written, value))
    return frozenset({value}) if isinstance(value, str) else frozenset()


FOR_CITIZENS = (NotFound, Forbidden, TooManyAttempts, UnknownLeistung, UnknownKommune, actions.AlreadySubmitted, actions.TooManyDocuments)


@pytest.mark.parametrize("refused", [*FOR_CITIZENS, actions.TooManyVersions, actions.MovedOn, actions.Incomplete, actions.NotOffered])
def test_what_is_refused_is_said_in_english(refused):
    with override("en"):
        text = said(refused(minutes=5))
    assert text != str(refused(minutes=5)) and not GERMAN.search(text)
