"""Which sheets the tabs of the editor have: for a service of the city's own, and for what a city changes in a shared one."""

from glueckauf.catalogue.rules.editor.sheets import Entry, Sheet

MODES = (
    ("P", "eine Person entscheidet"),
    ("A", "automatisch, wenn alles stimmt (nur Steuern, Bescheinigungen)"),
    ("H", "eine andere Stelle entscheidet"),
)
TRUST = (("none", "keines"), ("10", "normal"), ("20", "substanziell"), ("eid", "nur mit Online-Ausweis"))
OUTCOMES = (
    ("bescheid", "Bescheid"),
    ("bescheinigung", "Bescheinigung"),
    ("auskunft", "Auskunft"),
    ("termin", "Termin"),
    ("mitteilung", "Mitteilung"),
    ("post", "Versand mit der Post"),
    ("handover", "Übergabe an eine andere Stelle"),
)
REMEDIES = (
    ("klage", "Klage beim Verwaltungsgericht"),
    ("widerspruch", "Widerspruch (kommunale Steuern)"),
    ("amtsgericht", "Antrag beim Amtsgericht (Personenstand)"),
    ("none", "keiner, weil es kein Bescheid ist"),
)
REGIMES = (("vwvfg-nrw", "Verwaltungsverfahrensgesetz NRW"), ("ao", "Abgabenordnung"), ("sgb-x", "Sozialgesetzbuch X"))
AUDIENCE = (("citizen", "Bürgerinnen und Bürger"), ("company", "Unternehmen"), ("founder", "Wer ein Unternehmen gründet"))
LAW = Entry(
    path=("law",),
    label="Rechtsgrundlagen",
    shape="rows",
    columns=(
        ("text", "Paragraf und Gesetz", "line"),
        ("since", "gilt seit", "line"),
        ("source", "Quelle", "line"),
        ("open", "noch unsicher", "line"),
    ),
)
RETENTION = Sheet(
    title="Aufbewahrung",
    intro="Eine Zahl braucht ihre Rechtsgrundlage. Fehlt sie, steht hier, woher sie kommen wird.",
    entries=(
        Entry(path=("retention", "years"), label="Jahre nach dem Ende", shape="count"),
        Entry(path=("retention", "law"), label="Rechtsgrundlage", shape="line"),
        Entry(path=("retention", "to_be_entered"), label="Noch einzutragen, kommt aus", shape="line"),
    ),
)
NAMES = Sheet(
    title="Was die Leistung ist",
    entries=(
        Entry(path=("name",), label="Name", shape="words", needed="Geben Sie der Leistung einen Namen."),
        Entry(path=("short",), label="Ein Satz dazu", shape="words", needed="Schreiben Sie in einem Satz, wofür die Leistung da ist."),
        Entry(
            path=("action",),
            label="Wort auf dem Startknopf",
            shape="words",
            hint="Zum Beispiel: Jetzt anmelden.",
            needed="Der Startknopf braucht ein Wort.",
        ),
        Entry(
            path=("search",),
            label="Suchworte",
            shape="lines",
            hint="Eines je Zeile, wie Menschen zu Hause sprechen, auch auf Englisch und Türkisch.",
        ),
        Entry(path=("audience",), label="Für wen", shape="many", picks=AUDIENCE),
        Entry(path=("topic",), label="Thema", shape="pick", picks="topics"),
        Entry(path=("minutes",), label="Dauer des Ausfüllens in Minuten", shape="count"),
        Entry(path=("most_a_day",), label="Höchstens so oft am Tag je Person (leer: ohne Grenze)", shape="count"),
    ),
)
PLACE = Sheet(
    title="Zuständigkeit und Recht",
    entries=(
        Entry(path=("office",), label="Zuständiges Amt", shape="pick", picks="offices"),
        Entry(path=("leika", "key"), label="LeiKa-Schlüssel", shape="line", hint="14 Ziffern, beginnend mit 99."),
        Entry(path=("leika", "none"), label="Oder: warum es keinen gibt", shape="line"),
        Entry(path=("trust",), label="Vertrauensniveau", shape="pick", picks=TRUST),
        LAW,
        Entry(path=("privacy",), label="Datenschutz in zwei Sätzen", shape="long"),
    ),
)
APPLICANT = Sheet(
    title="Wer den Antrag stellt",
    intro="Diese Antworten stehen in Briefkopf und Liste.",
    entries=(
        Entry(path=("applicant", "first_name"), label="Vorname", shape="pick", picks="answers"),
        Entry(path=("applicant", "name"), label="Nachname", shape="pick", picks="answers"),
        Entry(path=("applicant", "email"), label="E-Mail-Adresse", shape="pick", picks="answers"),
        Entry(path=("applicant", "address"), label="Anschrift", shape="pick", picks="answers"),
        Entry(path=("applicant", "subject"), label="Worum es geht", shape="pick", picks="answers"),
    ),
)
NEXT = Sheet(
    title="Was danach kommt",
    entries=(
        Entry(
            path=("next",),
            label="Nächste Schritte",
            shape="rows",
            columns=(("text", "Satz", "words"), ("leistung", "Adresse einer Leistung", "line")),
        ),
    ),
)
OFFERED = Sheet(
    title="Angebot",
    entries=(
        Entry(path=("offered",), label="Diese Stadt bietet die Leistung an", shape="flag", default="true"),
        Entry(path=("not_offered",), label="Wenn nicht: warum", shape="long"),
    ),
)
CITY = Sheet(
    title="Was in dieser Stadt anders ist",
    intro="Leer heißt: wie in der gemeinsamen Vorlage. Für alle Städte gleich bleiben Name, Suchworte, LeiKa-Schlüssel, der Wortlaut der "
    "Fragen und ihre Bedingungen, Prüfungen, Ergebnis und Rechtsbehelf. Daran findet man die Leistung in jeder Stadt wieder, und der "
    "Schlüssel verbindet sie mit dem Katalog von Bund und Ländern. Braucht Ihre Stadt daran etwas anderes, kopieren Sie die Leistung.",
    entries=(
        Entry(path=("office",), label="Zuständiges Amt", shape="pick", picks="offices_or_shared"),
        Entry(path=("note",), label="Absatz der Stadt auf der Seite", shape="long"),
        Entry(path=("due",), label="Wann die Gebühr fällig ist", shape="long"),
        LAW,
    ),
)
CLOCKS = Sheet(
    title="Fristen",
    entries=(
        Entry(path=("deadlines", "promise", "working_days"), label="Zusage: entschieden in so vielen Arbeitstagen", shape="count"),
        Entry(
            path=("deadlines", "promise", "open"), label="Wer die Zusage gegeben hat, solange die Stadt es nicht getan hat", shape="line"
        ),
        Entry(path=("deadlines", "fiction", "months"), label="Genehmigt nach so vielen Monaten (Fiktion)", shape="count"),
        Entry(path=("deadlines", "fiction", "law"), label="Gesetz dazu", shape="line"),
        Entry(path=("deadlines", "fiction", "extend_months"), label="Verlängerung um Monate", shape="count", default="0"),
        Entry(path=("deadlines", "reply_working_days"), label="Arbeitstage für fehlende Unterlagen", shape="count", default="10"),
    ),
)
ENDING = Sheet(
    title="Entscheidung",
    entries=(
        Entry(path=("mode",), label="Wer entscheidet", shape="pick", picks=MODES),
        Entry(path=("decision", "outcome"), label="Ergebnis", shape="pick", picks=OUTCOMES),
        Entry(path=("decision", "remedy"), label="Rechtsbehelf", shape="pick", picks=REMEDIES),
        Entry(
            path=("decision", "refusal_remedy"),
            label="Rechtsbehelf gegen eine Ablehnung, wenn anders",
            shape="pick",
            picks=(("", "derselbe"), *REMEDIES),
        ),
        Entry(path=("decision", "regime"), label="Verfahrensrecht", shape="pick", picks=REGIMES, default="vwvfg-nrw"),
        Entry(path=("decision", "four_eyes"), label="Eine zweite Person zeichnet mit", shape="flag"),
    ),
)
GROUNDS = Sheet(
    title="Textbausteine für Sachbearbeitung",
    entries=(
        Entry(path=("decision", "conditions"), label="Auflagen", shape="rows", columns=(("text", "Auflage", "words"),), keyed=True),
        Entry(
            path=("decision", "reasons_to_refuse"),
            label="Ablehnungsgründe",
            shape="rows",
            columns=(("text", "Grund", "words"),),
            keyed=True,
        ),
    ),
)
CHECKS = Sheet(
    title="Prüfungen",
    intro="Eine Prüfung rechnet mit den Antworten und sagt, was sie gefunden hat. Nein sagt sie nie allein: Das entscheidet eine Person.",
    entries=(
        Entry(path=("checks",), label="Diese Prüfungen laufen nach dem Eingang", shape="many", picks="checks"),
        Entry(
            path=("shown_checks",),
            label="Davon liest die Person Gründe und Diagramme, wenn es für sie gut ausgeht",
            shape="many",
            picks="checks",
        ),
    ),
)
EFFECTS = Sheet(
    title="Was eine Bewilligung auslöst",
    intro="Eine Wirkung nennt Ort und Zeit aus dem Formular, nie einen Namen. Endet die Bewilligung, endet auch sie.",
    entries=(
        Entry(
            path=("effects",),
            label="Wirkungen",
            shape="rows",
            columns=(
                ("kind", "Wirkung", "effects"),
                ("object", "Ort", "places"),
                ("interval", "Zeitraum", "periods"),
                ("value", "Wert, oder von", "measures"),
                ("until", "bis", "numbers"),
            ),
        ),
    ),
)
HANDOVER = Sheet(
    title="Wenn eine andere Stelle entscheidet",
    intro="Die Seite nennt dann den Weg dorthin. Oben steht als „Wer entscheidet“ eine andere Stelle. Leer: die Stadt macht alles selbst.",
    entries=(
        Entry(path=("handover", "body"), label="Welche Stelle", shape="words", hint="Mit Artikel: das Bundesamt für Justiz."),
        Entry(path=("handover", "ours"), label="Die Stadt entscheidet selbst, dort steht nur das Formular", shape="flag"),
        Entry(
            path=("handover", "doors"),
            label="Wege dorthin",
            shape="rows",
            columns=(("text", "Weg", "words"), ("url", "Adresse im Netz (https://)", "line"), ("note", "Hinweis", "words")),
        ),
        Entry(path=("handover", "we_can"), label="Was die Stadt dafür tun kann", shape="long"),
        Entry(path=("handover", "we_cannot"), label="Was sie nicht tun kann", shape="long"),
    ),
)
ABOUT_OWN = (NAMES, PLACE, APPLICANT, NEXT, RETENTION, OFFERED)
ABOUT_CITY = (OFFERED, CITY, RETENTION)
TIMES_OWN = (CLOCKS, ENDING, CHECKS, EFFECTS, HANDOVER, GROUNDS)
TIMES_CITY = (CLOCKS,)
