"""A Leistung no one has thought of, written by a test into a folder: data only, with every type of field, in three languages."""

from pathlib import Path

KEY = "nachbarschaftsfest"

LEISTUNG = """\
key: nachbarschaftsfest
name: {de: Nachbarschaftsfest anmelden, en: Register a street party}
short: {de: Sie feiern mit der Nachbarschaft auf der Straße., en: You celebrate with your neighbours in the street.}
action: {de: Fest anmelden, en: Register the party}
leika: {none: ausgedacht für einen Test}
topic: mobilitaet
audience: [citizen]
search: [nachbarschaftsfest, straßenfest, hoffest, mahalle şenliği, street party]
law: [{text: § 18 StrWG NRW}]
mode: P
office: tiefbauamt
trust: none
minutes: 9
form:
  sections:
    - key: fest
      title: {de: Ihr Fest, en: Your party}
      intro: {de: Erzählen Sie uns vom Fest., en: Tell us about the party.}
      fields:
        - {key: name_fest, type: text, label: {de: Wie heißt das Fest?, en: What is the party called?}, max_length: 80}
        - {key: zeitraum, type: period, label: {de: Wann?, en: When?}, earliest: today, longest_days: 3}
        - {key: ort, type: place, label: {de: Wo?, en: Where?}}
        - {key: gaeste, type: integer, label: {de: Wie viele Gäste?, en: How many guests?}, minimum: "1", maximum: "2000"}
        - {key: laenge_kabel, type: number, label: {de: Kabel, en: Cable}, unit: m, optional: true}
        - {key: sperren, type: yesno, label: {de: Muss die Straße gesperrt werden?, en: Does the street need closing?}}
        - key: wie
          type: choice
          label: {de: Wie?, en: How?}
          options: [{key: ganz, label: {de: ganz, en: fully}}, {key: halb, label: {de: halb, en: half}}]
          when: {field: sperren, is: "yes"}
        - key: was
          type: choices
          label: {de: Was gibt es?, en: What will there be?}
          options: [{key: musik, label: {de: Musik, en: Music}}, {key: grill, label: {de: Grill, en: Barbecue}}]
        - key: hinweis
          type: info
          label: {de: Musik ist bis 22 Uhr erlaubt., en: Music is allowed until 10 pm.}
          when: {field: was, includes: musik}
    - key: helfer
      title: {de: Wer hilft, en: Who helps}
      fields:
        - key: helfer
          type: group
          label: {de: Helferinnen und Helfer, en: Helpers}
          item: {de: Person, en: Person}
          fewest: 1
          most: 3
          fields:
            - {key: name, type: name, label: {de: Name, en: Name}}
            - {key: geboren, type: date, label: {de: Geboren am, en: Born on}, latest: today-16y}
            - {key: kocht, type: yesno, label: {de: Kocht die Person?, en: Does the person cook?}}
            - key: belehrung
              type: file
              nachweis: belehrung
              label: {de: Belehrung über Hygiene, en: Hygiene instruction}
              most: 2
              when: {field: kocht, is: "yes"}
    - key: person
      title: {de: Über Sie, en: About you}
      fields:
        - {key: vorname, type: name, label: {de: Vorname, en: First name}}
        - {key: nachname, type: name, label: {de: Nachname, en: Last name}}
        - {key: anschrift, type: address, label: {de: Anschrift, en: Address}, inside: true}
        - {key: email, type: email, label: {de: E-Mail, en: E-mail}, optional: true}
        - {key: telefon, type: phone, label: {de: Telefon, en: Phone}}
        - {key: kennzeichen, type: plate, label: {de: Kennzeichen des Anhängers, en: Number plate of the trailer}, optional: true}
        - {key: kosten, type: money, label: {de: Was kostet das Fest?, en: What does the party cost?}}
        - {key: iban, type: iban, label: {de: IBAN für die Kaution, en: IBAN for the deposit}}
        - {key: plan, type: file, nachweis: plan, label: {de: Plan, en: Plan}}
        - {key: einig, type: consent, label: {de: Die Nachbarn sind gefragt., en: The neighbours were asked.}}
applicant: {name: nachname, first_name: vorname, email: email, address: anschrift, subject: ort.street}
nachweise:
  - key: plan
    label: {de: Plan der Straße, en: Plan of the street}
    why: {de: Er zeigt den Weg., en: It shows the way.}
    accepts: {de: Foto oder PDF., en: Photo or PDF.}
  - key: belehrung
    label: {de: Belehrung über Hygiene, en: Hygiene instruction}
    why: {de: "Wer kocht, braucht sie.", en: Whoever cooks needs it.}
    accepts: {de: Foto oder PDF., en: Photo or PDF.}
    when: {field: helfer.kocht, is: "yes"}
values:
  tag: {label: {de: je Tag, en: per day}, unit: €, amount: "12.50", source: ausgedacht, year: "2026"}
fee:
  kind: computed
  lines:
    - key: tage
      text: {de: Straßenfest, en: Street party}
      amount: {multiply: [{days: zeitraum}, {value: tag}]}
      law: Satzung
      remedy: klage
checks: [anschrift, pflichtnachweise]
deadlines: {}
decision:
  outcome: bescheid
  remedy: klage
  letters: {grant: bescheid.typ, refuse: ablehnung.typ}
  conditions: [{key: leise, text: {de: Ab 22 Uhr ist es leise., en: Quiet from 10 pm.}}]
effects: [{kind: sperrung, object: ort, interval: zeitraum, value: wie}]
retention: {years: 10, law: ausgedacht}
privacy: {de: Wir nutzen Ihre Angaben für das Fest., en: We use your answers for the party.}
"""

LETTER = """\
#import "/brief.typ": *
#show: brief.with(daten + (subject: "Ihr Fest: " + daten.values.answers.name_fest))
#let a = daten.values.answers
#tenor[Sie dürfen am #day(a.zeitraum.first) in der #a.ort.street feiern. Es helfen #a.helfer.len() Menschen, zuerst #a.helfer.first().name.]
#conditions(daten)
#if daten.fee.lines.len() > 0 [#fees(daten)]
#reasons(daten)
"""

REFUSAL = """\
#import "/brief.typ": *
#show: brief.with(daten + (subject: "Ihr Fest"))
#tenor[Das geht dort nicht.]
#reasons(daten)
"""

TEXTS = {
    "de": "## Für wen\n\nFür alle {in_ort}, die zusammen feiern. Ein Tag kostet {wert:tag}.\n",
    "en": "## For whom\n\nFor everybody in {ort} who celebrates together. A day costs {wert:tag}.\n",
    "leicht": "## Was ist das?\n\nSie wollen ein Fest machen.\nAuf der Straße.\n",
}

EXAMPLES = """\
- name: Erika feiert zwei Tage, ein Helfer kocht
  kommune: bochum
  day: "2026-11-24"
  values: &erika
    name_fest: Fest der Musterstraße
    zeitraum: {first: "2026-12-05", last: "2026-12-06"}
    ort: {street: Musterstraße, number_from: 12a, number_to: "14", side: both, length_m: "20", width_m: "6.5"}
    gaeste: "80"
    sperren: "yes"
    wie: ganz
    was: [musik, grill]
    helfer: [{name: Max Beispiel, geboren: "1990-02-28", kocht: "yes"}, {name: Şükrü Ñandú, geboren: "2000-02-29", kocht: "no"}]
    vorname: Erika
    nachname: Mustermann
    anschrift: {street: Musterstraße, house_number: "12", postcode: "44787", city: Bochum}
    email: "erika@mustermann.example"
    telefon: 0234 123456
    kosten: "100000"
    iban: DE02120300000000202051
    einig: "yes"
  handed_in: [plan]
  expect: {fee: "2500", missing: [belehrung], decision: person}
"""


def seventh(root: Path) -> Path:
    """The folder, complete: definition, texts, letters, examples."""
    folder = root / KEY
    folder.mkdir(parents=True)
    (folder / "leistung.yaml").write_text(LEISTUNG, "utf-8")
    for language, text in TEXTS.items():
        (folder / f"text.{language}.md").write_text(text, "utf-8")
    (folder / "bescheid.typ").write_text(LETTER, "utf-8")
    (folder / "ablehnung.typ").write_text(REFUSAL, "utf-8")
    (folder / "beispiele.yaml").write_text(EXAMPLES, "utf-8")
    return folder
