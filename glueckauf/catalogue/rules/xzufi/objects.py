"""The objects of a city as values, and the whole file: Leistung, Organisationseinheit, Onlinedienst, Zustaendigkeit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from glueckauf.catalogue.rules.schema import Leistung
from glueckauf.catalogue.rules.xzufi import shape
from glueckauf.catalogue.rules.xzufi.shape import Json
from glueckauf.catalogue.rules.xzufi.writing import written
from glueckauf.cities.rules.schema import KommuneData, Office

HTML_TEXTS = ("de", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A Leistung as a city offers it: with its texts as HTML, number of its revision and address of its page."""

    leistung: Leistung
    texts: dict[str, str]
    number: int
    url: str


def export(services: Iterable[Service], kommune: KommuneData, *, version: str, at: datetime) -> bytes:
    """A file of one city in version 2.2.0 or 2.3.1. The operator of a network is no office of it: only the online service is named."""
    found = list(services)
    objects: list[tuple[str, Json]] = [("leistung", leistung(service, kommune, version)) for service in found]
    objects += [("organisationseinheit", unit(office, kommune)) for office in kommune.offices]
    offered = [service for service in found if service.leistung.offered]
    online = [service for service in offered if service.leistung.can_be_started]
    objects += [("onlinedienst", online_service(service, kommune)) for service in online]
    units = [
        zustaendigkeit(s, kommune, f"{kommune.key}_{s.leistung.office}", "Organisationseinheit")
        for s in offered
        if s.leistung.operator is None
    ]
    services_online = [zustaendigkeit(s, kommune, f"{kommune.key}_{s.leistung.key}_online", "Onlinedienst") for s in online]
    objects += [("zustaendigkeit", row) for row in (*units, *services_online)]
    return written(objects, version=version, at=at)


def leistung(service: Service, kommune: KommuneData, version: str) -> Json:
    """Every property of the version; what we do not know is empty."""
    known = in_231(service, kommune)
    older = {new: old for old, new in shape.RENAMES.items()}
    values = known if version == "2.3.1" else {older.get(name, name): value for name, value in known.items()}
    if version == "2.2.0":
        values["referenz_leika"] = [raw_code(shape.LEIKA_SCHEME, key["value"]) for key in known["referenz_leistungsschluessel"]]
    else:
        values["modul_text"] = [{"zugangskanal": "000", **module} for module in known["modul_text"]]
    lists: Json = {name: values.get(name, []) for name in shape.LISTS[version]}
    return lists | {name: values.get(name) for name in shape.SINGLE[version]}


def in_231(service: Service, kommune: KommuneData) -> Json:
    """What we know, by the names of 2.3.1."""
    found = service.leistung
    key = found.leika.key
    return {
        "id": identifier(f"{kommune.key}_{found.key}"),
        "referenz_leistungsschluessel": [identifier(key, shape.LEIKA_SCHEME)] if key else [],
        "leistungsadressat": [*dict.fromkeys(shape.ADDRESSEES[who] for who in found.audience)],
        "modul_text": [module for module in modules(service, kommune) if module["inhalt"]],
        "typisierung": [found.leika.typ] if found.leika.typ else [],
        "vertrauensniveau": shape.TRUST[found.trust],
        "herausgeber": {**shape.PUBLISHER, "id": identifier(kommune.ars, shape.ARS_SCHEME), "bezeichnung": [kommune.full_name]},
        "gueltigkeit_gebiet_id": [identifier(kommune.ars, shape.ARS_SCHEME)],
        "versionsinformationen": {**shape.VERSION_INFO, "version": str(service.number)},
    }


def modules(service: Service, kommune: KommuneData) -> Iterable[Json]:
    """Texts by module, in German and English."""
    found = service.leistung
    named = {"de": found.name.de, "en": found.name.en}
    yield module(shape.NAME, named)
    yield module(shape.TITLE, named)
    yield module(shape.SHORT, {"de": found.short.de, "en": found.short.en})
    yield module(shape.FULL, {code: service.texts.get(code, "") for code in HTML_TEXTS})
    yield module(shape.LAW, {"de": items(law.text for law in found.law if not law.open)})
    yield module(shape.DOCUMENTS, {"de": items(n.label.de for n in found.nachweise), "en": items(n.label.en for n in found.nachweise)})
    office = next((o for o in kommune.offices if o.key == found.office), None)
    yield module(shape.OFFICE, {"de": f"{office.name}, {kommune.full_name}" if office else ""})


def module(kind: str, texts: dict[str, str]) -> Json:
    """One text module."""
    content = [{"language_code": code, "_value": text} for code, text in texts.items() if text]
    return {**shape.TEXT_MODULE, "leika_textmodul": kind, "inhalt": content}


def items(texts: Iterable[str]) -> str:
    """A list in HTML; empty without entries."""
    found = "".join(f"<li>{escape(text, quote=False)}</li>" for text in texts if text)
    return f"<ul>{found}</ul>" if found else ""


def identifier(value: str, scheme: str = "") -> Json:
    """With the list it belongs to."""
    return {**shape.IDENTIFIER, "scheme_id": scheme or "glueckauf", "value": value}


def raw_code(uri: str, code: str) -> Json:
    """A code with its list."""
    return {**shape.RAW_CODE, "list_uri": uri, "code": code}


def unit(office: Office, kommune: KommuneData) -> Json:
    """An office. Empty text: not entered yet."""
    return {
        "id": identifier(f"{kommune.key}_{office.key}"),
        "name": [{"language_code": "de", "_value": office.name}],
        "anschrift": {
            "strasse": office.street,
            "postleitzahl": office.postcode,
            "ort": kommune.name,
            "telefon": office.phone,
            "email": office.email,
        },
        "gebiet_id": identifier(kommune.ars, shape.ARS_SCHEME),
    }


def online_service(service: Service, kommune: KommuneData) -> Json:
    """Where the form is."""
    found = service.leistung
    return {
        "id": identifier(f"{kommune.key}_{found.key}_online"),
        "bezeichnung": [{"language_code": code, "_value": text} for code, text in (("de", found.name.de), ("en", found.name.en)) if text],
        "link": service.url,
        "vertrauensniveau": shape.TRUST[found.trust],
        "leistung_id": identifier(f"{kommune.key}_{found.key}"),
    }


def zustaendigkeit(service: Service, kommune: KommuneData, target: str, kind: str) -> Json:
    """Which office or online service answers for a Leistung in the area of the city."""
    return {
        "leistung_id": identifier(f"{kommune.key}_{service.leistung.key}"),
        "gebiet_id": identifier(kommune.ars, shape.ARS_SCHEME),
        "rolle": dict[str, Any](shape.RESPONSIBLE),
        "objekt_art": kind,
        "objekt_id": identifier(target),
    }
