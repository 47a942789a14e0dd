"""A matter in which nobody has to say who they are, written by a test into a folder: a place, a text, perhaps a name or an address."""

from pathlib import Path

KEY = "laterne-melden"

LEISTUNG = """\
key: laterne-melden
name: {de: Kaputte Laterne melden, en: Report a broken street lamp}
short: Eine Laterne ist dunkel.
action: {de: Laterne melden, en: Report the lamp}
leika: {none: ausgedacht für einen Test}
topic: verkehr
audience: [citizen]
search: [laterne, laterne kaputt, street lamp]
law: [{text: § 9 StrWG NRW}]
mode: P
office: tiefbauamt
trust: none
minutes: 2
form:
  sections:
    - key: ort
      title: {de: Die Laterne, en: The lamp}
      fields:
        - {key: stelle, type: place, label: Wo steht sie?, ask_size: "no"}
        - {key: was, type: text, label: Was ist damit?}
    - key: sie
      title: {de: Über Sie, en: About you}
      fields:
        - {key: nachname, type: name, label: Name, optional: "yes"}
        - {key: email, type: email, label: E-Mail, optional: "yes"}
applicant: {name: nachname, email: email, subject: stelle.street}
nachweise:
  - {key: foto, label: Foto, why: Es zeigt die Stelle., accepts: Ein Foto., when: {field: was, is: Foto folgt}}
fee: {kind: none}
decision:
  outcome: mitteilung
  remedy: none
  letters: {grant: antwort.typ, close: antwort.typ}
retention: {years: 1, law: ausgedacht}
privacy: Wir nutzen Ihre Angaben für die Laterne.
"""

LETTER = """\
#import "/brief.typ": *
#show: brief.with(daten + (subject: "Ihre Meldung, " + daten.values.answers.stelle.street))
#tenor[Die Laterne brennt wieder.]
#reasons(daten)
"""

EXAMPLES = """\
- name: Niemand nennt sich
  kommune: bochum
  day: "2026-11-24"
  values: {stelle: {street: Mühlenstraße, number_from: "12", side: both}, was: Sie ist dunkel.}
  expect: {fee: none, decision: person}
"""


def nameless(root: Path, *changes: tuple[str, str]) -> Path:
    """The folder, complete, with these words of its definition replaced."""
    folder, text = root / KEY, LEISTUNG
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after, 1)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "leistung.yaml").write_text(text, "utf-8")
    (folder / "text.de.md").write_text("## Für wen\n\nFür alle {in_ort}.\n", "utf-8")
    (folder / "antwort.typ").write_text(LETTER, "utf-8")
    (folder / "beispiele.yaml").write_text(EXAMPLES, "utf-8")
    return folder
