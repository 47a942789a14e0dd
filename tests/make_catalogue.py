"""Builders for tests of the catalogue: published folders, folders of one's own, answers of a dog owner."""

import shutil
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings as django_settings

from glueckauf.catalogue import queries
from glueckauf.catalogue.actions import publish_revisions
from glueckauf.catalogue.actions.publish import fingerprint
from glueckauf.catalogue.queries import folders
from glueckauf.catalogue.queries.folders import Everything, Offer
from glueckauf.cities import queries as cities
from glueckauf.cities.actions import sync_tenants
from glueckauf.core.strict_yaml import Problem
from glueckauf.identity.rules.actor import Rule

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
START = Rule(tenant="", name="catalogue")

CITY = """\
key: {key}
name: {name}
full_name: Stadt {name}
locative: in {name}
prefix: {prefix}
ars: "059999999999"
postcodes: ["{postcode}"]
colours: ["#123456"]
court: {{name: Verwaltungsgericht Musterstadt, street: Musterplatz 1, postcode_town: 99999 Musterstadt, source: ausgedacht}}
widerspruch_address: Stadt {name}, Musterplatz 1, {postcode} {name}
offices: [{{key: buergerbuero, name: Bürgerbüro, street: Musterplatz 1, source: ausgedacht, year: "2026"}}]
"""

LEISTUNG = """\
key: {key}
name: Fahrradbox mieten
short: Eine abschließbare Box für Ihr Fahrrad.
action: Box anfragen
leika: {{none: ausgedacht für einen Test}}
topic: mobilitaet
audience: [citizen]
search: [fahrradbox, fahrrad abstellen, bike box]
law: [{{text: Satzung über Fahrradboxen}}]
mode: P
office: buergerbuero
trust: none
minutes: 2
form:
  sections:
    - key: person
      title: Über Sie
      fields:
        - {{key: nachname, type: name, label: Nachname}}
        - {{key: boxen, type: integer, label: Wie viele Boxen?, minimum: "1"}}
applicant: {{name: nachname}}
values:
  miete: {{label: Miete im Monat, unit: €, amount: "7.50", source: ausgedacht, year: "2026"}}
fee:
  kind: computed
  lines:
    - {{key: miete, text: Miete, amount: {{multiply: [{{answer: boxen}}, {{value: miete}}]}}, law: Satzung}}
deadlines: {{}}
decision: {{outcome: bescheid, remedy: klage, letters: {{grant: bescheid.typ}}}}
retention: {{years: 10, law: ausgedacht}}
privacy: Wir nutzen Ihre Angaben für die Vermietung.
"""


def publish(at: datetime = NOON):
    """Tenants and revisions of the folders the settings name."""
    cities.forget()
    sync_tenants(at)
    return publish_revisions(START, at)


def use(settings, **folders: Path) -> None:
    """Other folders for this test: leistungen, kommunen, netzbetreiber."""
    settings.GLUECKAUF = settings.GLUECKAUF.model_copy(update=folders)
    cities.forget()
    queries.forget()


def empty(settings, root: Path) -> Path:
    """A catalogue without Leistungen, with our cities."""
    there = Path(settings.GLUECKAUF.kommunen)
    for file in (*there.glob("*/kommune.yaml"), there / "ruhr.yaml"):
        copy = root / "kommunen" / file.relative_to(there)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    (root / "leistungen").mkdir()
    use(settings, leistungen=root / "leistungen", kommunen=root / "kommunen")
    sync_tenants(NOON)
    return root


def city(root: Path, key: str = "musterstadt", *, name: str = "Musterstadt", prefix: str = "MU", postcode: str = "99999") -> Path:
    """A city's folder."""
    folder = root / key
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kommune.yaml").write_text(CITY.format(key=key, name=name, prefix=prefix, postcode=postcode), "utf-8")
    return folder


def leistung(root: Path, key: str = "fahrradbox", text: str = LEISTUNG) -> Path:
    """A Leistung's folder, complete enough to be published."""
    folder = root / key
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "leistung.yaml").write_text(text.format(key=key), "utf-8")
    (folder / "text.de.md").write_text("## Für wen\n\nFür alle {in_ort}. Die Miete beträgt {wert:miete} im Monat.\n", "utf-8")
    (folder / "bescheid.typ").write_text('#import "/brief.typ": *\n#show: brief.with(daten)\nSie bekommen eine Box.\n', "utf-8")
    return folder


def everything() -> Everything:
    """What the folders say, read once in each state of them."""
    found = django_settings.GLUECKAUF
    return as_read(fingerprint(), Path(found.leistungen), Path(found.kommunen))


@lru_cache(maxsize=4)
def as_read(mark: str, leistungen: Path, kommunen: Path) -> Everything:
    """By fingerprint and place."""
    return folders.everything()


def problems() -> tuple[Problem, ...]:
    """What reading the folders finds wrong."""
    return everything().problems


def offer(slug: str, kommune: str) -> Offer:
    """A Leistung in a city as the folders say now."""
    return next(o for o in everything().offers if (o.leistung.key, o.kommune.key) == (slug, kommune))


def dogs(*since: str, others: int = 0, **more):
    """Answers that count: one dog for each day of intake."""
    answers = {
        "hunde": [{"rufname": "Flöz", "rasse": "dackel", "seit": day, "gefaehrlich": False} for day in since],
        "andere_hunde": bool(others),
        "ermaessigung": "keine",
        **more,
    }
    return answers | ({"zahl_andere": others} if others else {})


def day(text: str) -> date:
    """An ISO day."""
    return date.fromisoformat(text)
