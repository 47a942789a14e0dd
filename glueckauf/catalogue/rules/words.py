"""Words as the search compares them: lower case, stemmed, without marks. One function for texts and for queries.

Mueller, Müller and Muller give the same; so do köpek and kopek, Änderung and ändern. A word may be a form of another one: that is what
`infinitives` and the stems of English and Turkish are for. Splitting compounds is the business of `compounds`, slips of the pen of `slips`.
"""

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer

from glueckauf.catalogue.rules.function_words import FUNCTION_WORDS

WORD = re.compile(r"\w+")
PARTICLES = ("an", "ab", "um", "auf", "aus", "ein", "zu", "vor", "weg", "nach", "zurück")
# What the stemmer leaves apart: Änderung is `ander`, ändern is `and`. As verbs both are one.
NOUNS_OF_VERBS = (("erungen", "er"), ("erung", "er"), ("elung", "el"), ("ungen", "en"), ("ung", "en"), ("ern", "er"), ("eln", "el"))
STRONG = {
    "zogen": "ziehen",
    "zog": "ziehen",
    "zieht": "ziehen",
    "storben": "sterben",
    "starb": "sterben",
    "gangen": "gehen",
    "fallen": "fallen",
}
SHORTEST_VERB = 3
PARTICIPLE = re.compile(rf"(?P<particle>{'|'.join(PARTICLES)})(?:ge|zu)(?P<core>\w{{{SHORTEST_VERB},}}?)(?:e[smnr]?)?")
held = threading.local()  # a stemmer serves one thread at a time


def words(text: str) -> list[str]:
    """Lower-case words in composed letters. Lower case first: the stemmer treats capitals differently."""
    return WORD.findall(unicodedata.normalize("NFC", text).replace("İ", "i").lower())


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """What is compared."""
    for ending, verb in NOUNS_OF_VERBS:
        if word.endswith(ending) and len(word) > len(ending) + SHORTEST_VERB:
            word = word[: -len(ending)] + verb
            break
    return without_marks(_stemmer("german").stemWord(word))


def foreign_stems(word: str) -> tuple[str, str]:
    """English and Turkish: dogs as dog, köpeğimi as köpek."""
    return tuple(f"{language}:{without_marks(_stemmer(language).stemWord(word))}" for language in ("english", "turkish"))  # type: ignore[return-value]


def _stemmer(language: str) -> Stemmer.Stemmer:
    found = held.__dict__.get(language)
    if found is None:
        found = held.__dict__[language] = Stemmer.Stemmer(language)
    return found


def without_marks(word: str) -> str:
    """ş as s, é as e, the dotless ı as i."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word.replace("ı", "i").replace("ß", "ss"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def folded(word: str) -> str:
    """Umlauts written out: for comparing letters, not stems."""
    return word if word.isascii() else without_marks(word.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))


def telling(text: str) -> list[str]:
    """The words that say something; all of them where only small words were typed."""
    found = words(text)
    return [w for w in found if folded(w) not in FUNCTION_WORDS] or found


def participles(word: str) -> list[str]:
    """What angemeldet, umgemeldetes and anzumelden are forms of. A guess, to be held against known words."""
    found = PARTICIPLE.fullmatch(word)
    return [found["particle"] + verb for verb in _verbs(found["core"])] if found else []


def infinitives(word: str) -> list[str]:
    """What any form of a German verb may be a form of: meldet, gestorben. A bolder guess."""
    cores = [("", word), ("", word.removeprefix("ge"))]
    cores += [(particle, word.removeprefix(particle)) for particle in PARTICLES if word.startswith(particle)]
    verbs = [particle + verb for particle, core in cores if len(core) >= SHORTEST_VERB for verb in _verbs(core)]
    return [*participles(word), *verbs]


def _verbs(form: str) -> list[str]:
    """meldet: melden; zogen: ziehen."""
    if form in STRONG:
        return [STRONG[form]]
    return [form[: -len(ending)] + "en" for ending in ("et", "t", "est", "st", "te", "ete") if form.endswith(ending)] + [form, f"{form}en"]
