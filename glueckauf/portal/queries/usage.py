"""How the pages of a city are used: numbers of four weeks, small ones not shown."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from glueckauf.catalogue import queries as catalogue
from glueckauf.cities import queries as cities
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.portal.models import UsageCount
from glueckauf.portal.rules.feedback import FEWEST, shown
from glueckauf.portal.rules.usage import Bar, bars
from glueckauf.vorgaenge.queries import handed_in

DAYS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUse:
    """One page of a form: how often it was seen, answered, and seen without an answer. These are looks, not people: who opens a page
    twice or goes back counts again. None: too few to show."""

    title: str
    seen: int | None
    answered: int | None
    unanswered: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeistungUse:
    """One Leistung."""

    slug: str
    name: str
    looked: int | None
    started: int | None
    checked: int | None
    sent: int | None
    steps: tuple[StepUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsagePage:
    """All numbers of a city; `bars` are days."""

    kommune: KommuneData
    first: date
    last: date
    total: int
    bars: tuple[Bar, ...]
    leistungen: tuple[LeistungUse, ...]
    languages: tuple[tuple[str, int | None], ...]
    fewest: int = FEWEST


def usage_page(kommune: str, *, language: str, day: date) -> UsagePage:
    """The 28 days before this one."""
    city = cities.kommune(kommune)
    first = day - timedelta(days=DAYS)
    rows = list(UsageCount.objects.filter(kommune=kommune, day__gte=first, day__lt=day))
    seen = [row for row in rows if not row.step.endswith("+")]
    days: Counter[date] = Counter()
    languages: Counter[str] = Counter()
    for row in seen:
        days[row.day] += row.count
        languages[row.language] += row.count
    return UsagePage(
        kommune=city,
        first=first,
        last=day - timedelta(days=1),
        total=sum(days.values()),
        bars=bars([(first + timedelta(days=at), days[first + timedelta(days=at)]) for at in range(DAYS)]),
        leistungen=of_leistungen(kommune, rows, handed_in(kommune, first=first, until=day), language),
        languages=tuple((code, shown(number)) for code, number in languages.most_common()),
    )


def of_leistungen(kommune: str, rows: list[UsageCount], sent: Mapping[str, int], language: str) -> tuple[LeistungUse, ...]:
    """Those most looked at first."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        counts[row.leistung, row.page, row.step] += row.count
    found = []
    for entry in catalogue.all_of(kommune):
        slug, form = entry.leistung.key, entry.leistung.form
        looked, checked = counts[slug, "leistung", ""], counts[slug, "antrag-pruefen", ""]
        if not (looked or checked or counts[slug, "antrag-start", ""]):
            continue
        steps = tuple(
            step(section.title.in_language(language), *step_counts(counts, slug, section.key, is_first=at == 0))
            for at, section in enumerate(form.sections)
        )
        use = LeistungUse(
            slug=slug,
            name=entry.leistung.name.in_language(language),
            looked=shown(looked),
            started=shown(counts[slug, "antrag-start", "+"]),
            checked=shown(checked),
            sent=shown(sent.get(slug, 0)),
            steps=steps,
        )
        found.append((looked, use))
    return tuple(use for _looked, use in sorted(found, key=lambda pair: -pair[0]))


def step_counts(counts: Counter[tuple[str, str, str]], slug: str, section: str, *, is_first: bool) -> tuple[int, int]:
    """Seen and answered; the first page has an address of its own."""
    seen, done = counts[slug, "antrag-schritt", section], counts[slug, "antrag-schritt", f"{section}+"]
    if is_first:
        seen, done = seen + counts[slug, "antrag-start", ""], done + counts[slug, "antrag-start", "+"]
    return seen, done


def step(title: str, seen: int, done: int) -> StepUse:
    """What was seen and not answered."""
    unanswered = shown(max(0, seen - done)) if seen == 0 or seen >= FEWEST else None
    return StepUse(title=title, seen=shown(seen), answered=shown(done), unanswered=unanswered)
