"""Worked examples of a Leistung: reads beispiele.yaml and tells how each differs from what it expects. For tests and catalogue_check.

Checks belong to the networks and are run by vorgaenge: whoever has them passes `run_check`; else the findings an example expects are
taken for given, so that its decision can be judged.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from glueckauf.catalogue.queries.folders import CITY_EXAMPLES, Offer, read_source
from glueckauf.catalogue.rules.by_office import applying, of_part
from glueckauf.catalogue.rules.deciding import decides_alone
from glueckauf.catalogue.rules.fee import FeeResult, compute
from glueckauf.catalogue.rules.nachweise import missing as missing_nachweise
from glueckauf.catalogue.rules.schema import Example, FeeKind, Leistung
from glueckauf.cities.rules.schema import KommuneData
from glueckauf.core.strict_yaml import Broken, Problem, Source, validated
from glueckauf.forms import complete
from glueckauf.forms.schema import FileField

FILE = "beispiele.yaml"
RunCheck = Callable[[str, Leistung, KommuneData, Mapping[str, Any], date], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an example gives."""

    fee: str
    missing: tuple[str, ...]
    findings: dict[str, str]
    decision: str
    parts: dict[str, str]


def examples(folder: Path) -> tuple[tuple[Source, int, Example], ...]:
    """All examples of a Leistung, with their place in the file; a city that has a file of its own replaces those that play there.

    None where there is no file. Raises Broken.
    """
    own = {path.parent.name: path for path in Path(settings.GLUECKAUF.kommunen).glob(f"*/{folder.name}{CITY_EXAMPLES}.yaml")}
    shared = [found for found in of_file(folder / FILE) if found[2].kommune not in own]
    return (*shared, *(found for path in own.values() for found in of_file(path)))


def of_file(path: Path) -> tuple[tuple[Source, int, Example], ...]:
    """Those of one file. Raises Broken."""
    if not path.exists():
        return ()
    source = read_source(path)
    if not isinstance(source.value, list):
        raise Broken([source.problem((), "not_a_list")])
    return tuple((source, index, example(source, index)) for index in range(len(source.value)))


def example(source: Source, index: int) -> Example:
    """One of them. Raises Broken with its place."""
    part = Part(source, index)
    return validated(Example, part, source.value[index])


class Part(Source):
    """One entry of a file that is a list: its problems are placed in the whole file."""

    def __init__(self, whole: Source, index: int) -> None:
        self.file, self.index, self.places = whole.file, index, whole.places

    def problem(self, path: tuple[str | int, ...], code: str, text: str = "") -> Problem:
        """A problem below this entry."""
        return super().problem((self.index, *path), code, text)


def outcome(offer: Offer, case: Example, run_check: RunCheck | None = None) -> Outcome:
    """Fills the form, reckons the fee, looks what is missing and who decides."""
    leistung, city, today = offer.leistung, offer.kommune, date.fromisoformat(case.day)
    postcodes = frozenset(city.postcodes)
    values = complete.shaped(leistung.form, with_files(leistung, case), today=today, postcodes=postcodes)
    errors = complete.missing(leistung.form, values, today=today, postcodes=postcodes)
    answers = complete.answers(leistung.form, values)
    fee = compute(leistung.fee, leistung.values, answers)
    absent = tuple(n.key for n in missing_nachweise(leistung, answers, case.handed_in))
    findings: dict[str, str] = dict(case.expect.findings)
    if run_check is not None:
        findings = {key: run_check(key, leistung, city, answers, today) for key in leistung.checks}
    alone = decides_alone(leistung, answers, fee=fee.kind, missing=absent, findings=findings)
    decision = "incomplete" if errors else "automatic" if alone else "person"
    paths = tuple(dict.fromkeys(e.path for e in errors))
    shares = {p.key: fee_words(compute(of_part(leistung, p.key).fee, leistung.values, answers)) for p in applying(leistung, answers)}
    return Outcome(parts=shares, fee=fee_words(fee), missing=(*paths, *absent), findings=findings, decision=decision)


def with_files(leistung: Leistung, case: Example) -> dict[str, Any]:
    """The values, with a document in each slot whose Nachweis is handed in; the other slots say "later" where they may."""
    values = dict(case.values)
    for field in (f for s in leistung.form.sections for f in s.fields):
        if field.type == "file":
            fill_slot(values, field, case)
        elif field.type == "group" and isinstance(items := values.get(field.key), list):
            copies = [dict(item) for item in items if isinstance(item, Mapping)]
            for inner in (f for f in field.fields if f.type == "file"):
                for item in copies:
                    fill_slot(item, inner, case)
            values[field.key] = copies
    return values


def fill_slot(answers: dict[str, Any], field: FileField, case: Example) -> None:
    """A document, or the promise of one, where the example says nothing."""
    is_there = field.nachweis in case.handed_in
    if is_there or field.later:
        answers.setdefault(field.key, ["beispiel"] if is_there else [])


def fee_words(fee: FeeResult) -> str:
    """As an example writes it: cents, or the kind."""
    if fee.kind == FeeKind.COMPUTED:
        return str(fee.total_cents)
    return str(fee.kind)


def differences(case: Example, found: Outcome) -> Iterator[tuple[str, str]]:
    """(key of expect, what came instead)."""
    wanted = case.expect
    if found.fee != wanted.fee:
        yield "fee", f"expected {wanted.fee}, got {found.fee}"
    if set(found.missing) != set(wanted.missing):
        yield "missing", f"expected {', '.join(wanted.missing) or 'nothing'}, got {', '.join(found.missing) or 'nothing'}"
    if found.findings != wanted.findings:
        yield "findings", f"expected {wanted.findings}, got {found.findings}"
    if wanted.parts is not None and found.parts != wanted.parts:
        yield "parts", f"expected {wanted.parts}, got {found.parts}"
    if found.decision != wanted.decision:
        yield "decision", f"expected {wanted.decision}, got {found.decision}"


def wrong_examples(folder: Path, offers: Mapping[tuple[str, str], Offer], run_check: RunCheck | None = None) -> Iterator[Problem]:
    """Every example of a folder that does not give what it expects."""
    try:
        cases = examples(folder)
    except Broken as broken:
        yield from broken.problems
        return
    for source, index, case in cases:
        offer = offers.get((folder.name, case.kommune))
        if offer is None:
            yield source.problem((index, "kommune"), "no_such_offer", f"{folder.name} in {case.kommune}")
            continue
        for where, text in differences(case, outcome(offer, case, run_check)):
            yield source.problem((index, "expect", where), "example_differs", f"{case.name}: {text}")
