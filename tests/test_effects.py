"""Effects under everything people and machines do: decide, sign, release, revoke, replace, withdraw in any order, events twice and late.

One cause per effect; cancelling the cause removes it; replaying the log gives the same state; no personal data in an effect. A network that
registered the kind ends up with what the rows say, however often and in whatever order the deliveries of different Vorgaenge came.
"""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from glueckauf.catalogue.queries import folders
from glueckauf.core.db import reading
from glueckauf.core.errors import Refused
from glueckauf.core.models import Event
from glueckauf.core.outbox.dispatch import drain
from glueckauf.core.outbox.registry import handlers_of
from glueckauf.core.scope import Scope
from glueckauf.vorgaenge import actions, events, queries, registry, tasks
from glueckauf.vorgaenge.models import Bescheid, EffectRow
from glueckauf.vorgaenge.rules.effects import replay
from glueckauf.vorgaenge.rules.stage import Ending
from tests import make, make_catalogue
from tests.make_seventh import seventh

pytestmark = pytest.mark.django_db
KINDS = {f"vorgaenge.{k.__name__}": k for k in (events.ReleaseDue, events.EffectStarted, events.EffectEnded)}
GRANTED = (Ending.GRANT, Ending.CONDITIONS)
CASES = st.integers(0, 1)
PERSONAL = ("Erika", "Mustermann", "mustermann.example", "0151", "1984", "44787")


class Network:
    """What a network does with an effect: it keeps a set of closures. Safe to repeat, as the registry asks."""

    def __init__(self):
        self.closed = set()

    def kind(self):
        return replace(registry.effect_kind("sperrung"), start=self.closed.add, end=self.closed.discard)


class Office(RuleBasedStateMachine):
    """Two cases of one city, two clerks, a citizen each."""

    network: Network

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at = make.NOON

    @initialize()
    def two_applications(self):
        self.clerks = (make.clerk(), make.clerk())
        self.people = (make.guest(), make.guest())
        answers = make.values("sondernutzung-strasse")
        self.cases = [make.vorgang("sondernutzung-strasse", by=person, answers=answers) for person in self.people]
        for case in self.cases:
            actions.set_fee(case.number, total_cents=7500, reason="Tarif", by=self.clerks[0], at=self.at)

    def attempt(self, action, case, **how):
        """What people try at the wrong moment is refused by name and changes nothing."""
        self.at += timedelta(minutes=1)
        with suppress(Refused):
            action(self.cases[case].number, at=self.at, **how)

    @rule(case=CASES, ending=st.sampled_from(Ending))
    def decide(self, case, ending):
        self.attempt(actions.decide, case, ending=ending, reasons="Weil es so ist.", by=self.clerks[0])

    @rule(case=CASES)
    def sign(self, case):
        self.attempt(actions.approve, case, by=self.clerks[1])

    @rule(case=CASES)
    def send_back(self, case):
        self.attempt(actions.send_back, case, reason="Bitte prüfen.", by=self.clerks[1])

    @rule(case=CASES)
    def take_back(self, case):
        self.attempt(actions.take_back, case, by=self.clerks[0])

    @rule(case=CASES)
    def grant_in_one_go(self, case):
        self.decide(case, Ending.GRANT)
        self.sign(case)
        self.release(0)

    @rule(case=CASES)
    def revoke(self, case):
        self.attempt(actions.revoke, case, reason="Irrtum", by=self.clerks[0])

    @rule(case=CASES)
    def withdraw(self, case):
        self.attempt(actions.withdraw, case, by=self.people[case])

    @rule(which=st.integers(0, 30))
    def release(self, which):
        """The delivery of any letter that is due, perhaps for the second time."""
        self.at += timedelta(minutes=11)
        due = [e for e in self.log() if e.kind == "vorgaenge.ReleaseDue"]
        if due:
            self.deliver(due[-1 - which % len(due)])

    @precondition(lambda self: self.log())
    @rule(which=st.integers(0, 200))
    def deliver_again(self, which):
        """Any event, twice or late; those of one effect may overtake each other."""
        log = self.log()
        self.deliver(log[which % len(log)])

    def log(self):
        with reading(Scope(tenant="bochum")):
            return list(Event.objects.filter(kind__in=KINDS).order_by("pk"))

    def deliver(self, row):
        event = KINDS[row.kind].from_payload(row.tenant, row.payload)
        for handler in handlers_of(type(event)):
            handler.run(event, self.at)

    def rows(self):
        with reading(Scope(tenant="bochum")):
            return list(EffectRow.objects.select_related("cause").order_by("pk"))

    @invariant()
    def an_effect_has_one_cause_that_grants_it(self):
        rows = self.rows() if hasattr(self, "cases") else []
        assert len({(row.cause_id, row.kind) for row in rows}) == len(rows)
        assert all(row.cause.ending in GRANTED and row.cause.letter_id for row in rows)

    @invariant()
    def an_effect_is_in_force_exactly_while_its_cause_is(self):
        with reading(Scope(tenant="bochum")):
            causes = Bescheid.objects.filter(ending__in=GRANTED, taken_back_at=None, revoked_at=None).exclude(letter_id=None)
            in_force = set(causes.values_list("pk", flat=True))
        assert {row.cause_id for row in self.rows() if row.cancelled_at is None} == in_force

    @invariant()
    def replaying_the_log_gives_the_rows(self):
        log = [(row.kind, row.payload["effect_id"]) for row in self.log() if row.kind != "vorgaenge.ReleaseDue"]
        in_force = {row.pk for row in self.rows() if row.cancelled_at is None}
        by_effect = sorted(log, key=lambda entry: entry[1])  # other Vorgaenge first, each in its own order
        assert replay(log) == replay(log * 2) == replay(by_effect) == in_force

    @invariant()
    def nothing_personal_is_in_an_effect(self):
        said = json.dumps(
            [{k: str(v) for k, v in vars(row).items() if k not in ("_state", "cause_id")} for row in self.rows()]
            + [row.payload for row in self.log()],
            default=str,
            ensure_ascii=False,
        )
        people = [str(person.person) for person in getattr(self, "people", ())]
        assert not [word for word in (*PERSONAL, *people) if word in said.replace("_cause_cache", "")]

    def teardown(self):
        try:
            for row in self.log():
                self.deliver(row)
            for row in reversed(self.log()):
                if row.kind != "vorgaenge.ReleaseDue":
                    self.deliver(row)
            drain(self.at + timedelta(hours=1))
            assert self.network.closed == {row.pk for row in self.rows() if row.cancelled_at is None}
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)


@pytest.fixture
def network(monkeypatch):
    """A network plugs into the kind of effect, as traffic will."""
    found = Network()
    monkeypatch.setitem(registry._effects, "sperrung", found.kind())
    return found


def test_in_any_order_rows_log_and_network_agree(network):
    make.publish()

    class Run(Office):
        def __init__(self):
            network.closed.clear()
            self.network = network
            super().__init__()

    few = settings(max_examples=8, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Run, settings=few)


def test_a_start_that_comes_after_the_end_closes_nothing(network):
    make.publish()
    clerk = make.clerk()
    case = make.vorgang("sondernutzung-strasse", answers=make.values("sondernutzung-strasse"))
    actions.set_fee(case.number, total_cents=7500, reason="Tarif", by=clerk, at=make.NOON)
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    actions.approve(case.number, by=make.clerk(), at=make.NOON)
    later = make.NOON + timedelta(minutes=11)
    drain(later)
    with reading(Scope(tenant="bochum")):
        row = EffectRow.objects.get()
    assert network.closed == {row.pk}
    actions.revoke(case.number, reason="Irrtum", by=clerk, at=later)
    drain(later)
    tasks.start_effect(events.EffectStarted(tenant="bochum", vorgang_id=case.pk, effect_id=row.pk, kind_of_effect="sperrung"), later)
    assert network.closed == set()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("object: ort", "object: nachname"), ("interval: zeitraum", "interval: name_fest"), ("value: wie", "value: name_fest")],
)
def test_a_definition_whose_effect_would_hold_more_than_place_time_and_measure_is_refused(settings, tmp_path, wrong, right):
    folder = seventh(tmp_path)
    definition = folder / "leistung.yaml"
    definition.write_text(definition.read_text("utf-8").replace(wrong, right), "utf-8")
    make_catalogue.use(settings, leistungen=tmp_path)
    problems = [p for p in folders.everything().problems if p.file.endswith("leistung.yaml")]
    assert [p.path for p in problems] == [f"effects.0.{right.split(':')[0]}"]


def test_a_no_stopping_zone_knows_its_hours_and_ends_with_its_decision():
    make.publish()
    case, clerk = (
        make.vorgang("halteverbot-umzug", kommune="muelheim", answers=make.values("halteverbot-umzug", kommune="muelheim")),
        make.clerk("muelheim"),
    )
    assert [
        e.hours
        for e in queries.would_cause(
            queries.case(clerk, case.number, at=make.NOON).service.leistung, {**make.values("halteverbot-umzug", kommune="muelheim")}
        )
    ] == ["von 7 bis 18 Uhr"]
    actions.decide(case.number, ending=Ending.GRANT, by=clerk, at=make.NOON)
    drain(make.NOON + timedelta(minutes=11))
    with reading(Scope(tenant="muelheim")):
        row = EffectRow.objects.get(cause__vorgang_id=case.pk)
    assert (row.kind, row.value, str(row.starts_on), row.object["length_m"]) == ("halteverbot", "7-18", "2026-12-12", "15")
    assert not any(word in json.dumps([row.object, row.value]) for word in PERSONAL)
    actions.revoke(case.number, reason="Verschoben.", by=clerk, at=make.NOON + timedelta(days=1))
    with reading(Scope(tenant="muelheim")):
        assert EffectRow.objects.get(pk=row.pk).cancelled_at is not None
