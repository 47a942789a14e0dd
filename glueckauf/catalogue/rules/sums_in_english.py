"""How a fee was reckoned, in English: the amount tree says it in German, in few words of its own and numbers; these are turned."""

import re

WORDS = {
    "angefangene Wochen": "weeks begun",
    "angefangene Woche": "week begun",
    "angefangene Monate": "months begun",
    "angefangener Monat": "month begun",
    "Monate": "months",
    "Monat": "month",
    "Wochen": "weeks",
    "Woche": "week",
    "Tage": "days",
    "Tag": "day",
    "mindestens": "at least",
    "höchstens": "at most",
}
WORD = re.compile("|".join(rf"\b{word}\b" for word in WORDS))
EUROS = re.compile(r"(\d[\d.]*),(\d\d)\s€")
NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")


def in_english(words: str) -> str:
    """2 Monate × 168,00 € : 12 as 2 months × €168.00 ÷ 12."""
    parts = EUROS.split(WORD.sub(lambda found: WORDS[found[0]], words).replace(" : ", " ÷ "))
    texts = [NUMBER.sub(lambda found: turned(found[0]), text) for text in parts[::3]]
    sums = [f"€{turned(whole)}.{cents}" for whole, cents in zip(parts[1::3], parts[2::3], strict=True)]
    return "".join(text + sum_ for text, sum_ in zip(texts, [*sums, ""], strict=True))


def turned(number: str) -> str:
    """1.204,5 as 1,204.5"""
    return number.translate(str.maketrans(",.", ".,"))
