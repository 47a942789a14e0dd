"""Names and empty values of both versions, as data. Sources: derived schemas of the FIM portal; code list leistungstextmodulleika."""

from typing import Any

Json = dict[str, Any]
VERSIONS = ("2.2.0", "2.3.1")
NAMESPACES = {version: f"http://xoev.de/schemata/xzufi/{version.replace('.', '_')}" for version in VERSIONS}

# 2.2.0 name: 2.3.1 name. Two of them also change their shape: versionsinformation(en) and the SDG areas.
RENAMES = {
    "referenz_leika": "referenz_leistungsschluessel",
    "informationsbereich_sdg": "informationsbereiche_sdg",
    "id_leistung_im_kontext": "leistung_im_kontext_id",
    "id_prozess": "prozess_id",
    "kennzeichen_ea": "durchfuehrbar_einheitliche_stelle",
    "kennzeichen_schritformerfordernis": "kennzeichen_formular_schriftformerfordernis",  # spelt so in 2.2.0
    "versionsinformation": "versionsinformationen",
}


def named(text: str) -> frozenset[str]:
    """Names, parted by blanks."""
    return frozenset(text.split())


LISTS_231 = named(
    "id_sekundaer referenz_leistungsschluessel leistungsadressat modul_text modul_text_individuell modul_frist modul_bearbeitungsdauer "
    "modul_kosten modul_dokument modul_begriff_im_kontext modul_fachliche_freigabe modul_auskunftshinweis modul_ursprungsportal "
    "typisierung kategorie klassifizierung leistung_im_kontext_id prozess_id gueltigkeit_gebiet_id durchfuehrbar_einheitliche_stelle "
    "relevant_fuer_wirtschaftszweig relevant_fuer_rechtsform sprachversion gueltigkeit"
)
SINGLE_231 = named(
    "id struktur status_katalog status_bibliothek detailstufe bezugsort_typ vertrauensniveau kennzeichen_formular_schriftformerfordernis "
    "kennzeichen_formular_persoenlich kennzeichen_formular_formlos informationsbereiche_sdg herausgeber relevant_fuer_staatsangehoerigkeit "
    "versionsinformationen"
)
LISTS_220 = named(
    "id_sekundaer referenz_leika modul_text modul_text_individuell modul_begriff_im_kontext modul_ursprungsportal typisierung "
    "leistungsadressat kategorie klassifizierung informationsbereich_sdg id_leistung_im_kontext id_prozess gueltigkeit_gebiet_id "
    "relevant_fuer_wirtschaftszweig relevant_fuer_rechtsform relevant_fuer_staatsangehoerigkeit sprachversion gueltigkeit"
)
SINGLE_220 = named(
    "id struktur modul_frist modul_kosten modul_bearbeitungsdauer modul_fachliche_freigabe modul_auskunftshinweis modul_dokument "
    "vertrauensniveau kennzeichen_schritformerfordernis herausgeber kennzeichen_ea versionsinformation"
)
LISTS = {"2.2.0": LISTS_220, "2.3.1": LISTS_231}
SINGLE = {"2.2.0": SINGLE_220, "2.3.1": SINGLE_231}

# Parts with all their properties; [] is a list, None may be missing.
IDENTIFIER: Json = {
    **dict.fromkeys(("scheme_agency_id", "scheme_agency_name", "scheme_data_uri", "scheme_id", "scheme_name", "scheme_uri")),
    "scheme_version_id": None,
    "value": "",
}
RAW_CODE: Json = {"list_uri": "", "list_version_id": "", "code": "", "name": None}
TEXT: Json = {"language_code": "de", "_value": None}
TEXT_MODULE: Json = {
    "position_darstellung": None,
    "id": None,
    "id_sekundaer": [],
    "gueltigkeit": [],
    "leika_textmodul": "",
    "leika_textmodul_abweichende_bezeichnung": [],
    "inhalt": [],
    "weiterfuehrender_link": [],
}
VERSION_INFO: Json = dict.fromkeys(("erstellt_datum_zeit", "erstellt_durch", "geaendert_datum_zeit", "geaendert_durch", "version"))
PUBLISHER: Json = {
    "id": None,
    "id_sekundaer": [],
    "bezeichnung": [],
    "kurzbezeichnung": [],
    "beschreibung": [],
    "standard_zustaendigkeitsgebiet": [],
}
# ModulTextTyp, version 20240216 of the code list.
NAME, TITLE, SHORT, FULL, LAW, DOCUMENTS, OFFICE = "02", "03", "05", "06", "07", "08", "22"
ADDRESSEES = {"citizen": "001", "company": "002", "founder": "002"}  # the list knows citizens, companies, administrations
TRUST = {"none": "00", "10": "10", "20": "20", "eid": "40"}
LEIKA_SCHEME = "urn:de:fim:leika:leistung"
ARS_SCHEME = "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:rs"
RESPONSIBLE = {"code": "01", "name": "Zuständige Stelle"}
