"""Plain language: long sentences, passive, words of offices with a better one. Hints only; per language."""

import re
from collections.abc import Iterator

WORDS_PER_SENTENCE = {"de": 20, "en": 25, "leicht": 12}
SENTENCE = re.compile(r"(?<=[.!?:])\s+|\n+")
MARKS = re.compile(r"[#*_>`|\[\]()-]+|\{[^}]*\}|https?://\S+")
ABBREVIATION = re.compile(r"\b(z\. ?B|u\. ?a|d\. ?h|Abs|Nr|Art|bzw|ca|usw|e\.g|i\.e)\.")
PASSIVE = {
    "de": re.compile(
        r"\b(?:werden|wird|wurde|wurden|worden)\b(?:\s+[\wäöüß-]+){0,8}?\s+(?:ge\w{2,}(?:t|en)|(?:be|ver|er|zer|ent)\w{2,}(?:t|en)|\w+iert)\b"
    ),
    "en": re.compile(r"\b(?:is|are|was|were|be|been)\s+(?:\w+ly\s+)?\w{3,}ed\s+by\b"),
}
BETTER = {
    "de": {
        "gemäß": "nach",
        "bezüglich": "zu",
        "hinsichtlich": "zu",
        "unverzüglich": "sofort",
        "diesbezüglich": "dazu",
        "seitens": "von",
        "mittels": "mit",
        "zwecks": "für",
        "infolge": "wegen",
        "obliegt": "muss",
        "Inanspruchnahme": "Nutzung",
        "Antragsteller": "Sie",
        "Antragstellerin": "Sie",
        "Antragstellende": "Sie",
        "Beantragung": "Antrag",
        "Ausfertigung": "Exemplar",
        "fernmündlich": "am Telefon",
        "postalisch": "mit der Post",
        "Lichtbild": "Foto",
        "Kraftfahrzeug": "Auto",
        "Personenkraftwagen": "Auto",
        "Wohnhaft": "wohnt in",
        "wohnhaft": "wohnt in",
        "nachfolgend": "unten",
        "vorbezeichnet": "genannt",
        "Bescheidung": "Entscheidung",
        "Inkenntnissetzung": "Nachricht",
        "zuzüglich": "und dazu",
        "abzüglich": "weniger",
        "ggf.": "vielleicht",
        "gegebenenfalls": "vielleicht",
        "etwaige": "mögliche",
        "beizubringen": "vorzulegen",
        "in Kenntnis setzen": "mitteilen",
        "zur Verfügung stellen": "geben",
        "in Anspruch nehmen": "nutzen",
        "Zahlungsaufforderung": "Rechnung",
        "Ersuchen": "Bitte",
        "Veranlagung": "Festsetzung",
        "verauslagt": "bezahlt",
    },
    "en": {
        "pursuant to": "under",
        "prior to": "before",
        "in order to": "to",
        "utilise": "use",
        "commence": "begin",
        "terminate": "end",
        "in the event that": "if",
        "with regard to": "about",
        "hereby": "",
        "the applicant": "you",
        "forthwith": "at once",
        "submit an application": "apply",
    },
    "leicht": {"gemäß": "nach", "bezüglich": "zu", "unverzüglich": "sofort", "Antragsteller": "Sie", "gegebenenfalls": "vielleicht"},
}
JARGON = {
    code: re.compile("|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in sorted(words, key=len, reverse=True)))
    for code, words in BETTER.items()
}


def remarks_on(text: str, language: str) -> Iterator[str]:
    """Sentences in German about a text in this language."""
    clean = MARKS.sub(" ", ABBREVIATION.sub(lambda found: found[0].replace(".", ""), text))
    most = WORDS_PER_SENTENCE[language]
    for sentence in SENTENCE.split(clean):
        count = len(sentence.split())
        if count > most:
            yield f"Dieser Satz hat {count} Wörter; gut verständlich sind höchstens {most}: „{beginning(sentence)}“"
        if language in PASSIVE and PASSIVE[language].search(sentence):
            yield f"Hier steht nicht, wer etwas tut (Passiv): „{beginning(sentence)}“. Sagen Sie, wer: „Wir prüfen …“, „Sie schicken …“."
    for word in dict.fromkeys(JARGON[language].findall(text)):
        better = BETTER[language][word]
        yield f"„{word}“ ist Amtssprache." + (f" Einfacher: „{better}“." if better else " Lassen Sie es weg.")


def beginning(sentence: str) -> str:
    """Its first words."""
    words = sentence.split()
    return " ".join(words[:8]) + (" …" if len(words) > 8 else "")
