"""EPANET 2.2 in memory: the library that the package wntr ships, called without wntr, whose import alone takes seconds.

Several models may be open at once: each has its project, report and output file in a folder of its own, removed with `close`.
Functions and codes: EPANET 2.2 programmer's toolkit (epanet2_2.h, epanet2_enums.h).
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import CDLL, byref, c_double, c_int, c_long, c_void_p
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import numpy as np

from glueckauf.supply.engine.water.grid import Floats

EMITTER, DEMAND, HEAD, PRESSURE = 3, 9, 10, 11  # EN_NodeProperty
FLOW, STATUS, ROUGHNESS = 8, 11, 2  # EN_LinkProperty
DURATION, PATTERN_START = 0, 4  # EN_TimeParameter
DEMAND_MULTIPLIER = 4  # EN_Option
UNBALANCED, UNSTABLE, DISCONNECTED, PUMP_CANNOT, VALVE_CANNOT, NEGATIVE_PRESSURE = range(1, 7)
FATAL = 100
SAID = {101: "zu wenig Speicher", 110: "keine Lösung", 200: "das Modell ist unvollständig"}


class SolverMissing(RuntimeError):
    """The package wntr ships no EPANET for this machine."""


class HydraulicsFailed(RuntimeError):
    """EPANET ended with an error. `code` as in its manual."""

    def __init__(self, code: int) -> None:
        super().__init__(f"EPANET {code}: {SAID.get(code, 'Fehler im Modell oder bei der Rechnung')}")
        self.code = code


class NotConverged(HydraulicsFailed):
    """A step did not balance within the trials: its numbers mean nothing."""

    def __init__(self, at_s: int) -> None:
        super().__init__(110)
        self.at_s = at_s


@cache
def library() -> CDLL:
    """Loaded once per process."""
    found = find_spec("wntr")
    if found is None or found.origin is None or not sys.platform.startswith("linux"):
        raise SolverMissing("wntr")
    path = Path(found.origin).parent / "epanet/libepanet/linux-x64/libepanet22.so"
    if not path.exists():
        raise SolverMissing(str(path.name))
    return CDLL(str(path))


def version() -> str:
    """Such as 2.2.0."""
    number = c_int()
    library().EN_getversion(byref(number))
    return f"{number.value // 10000}.{number.value // 100 % 100}.{number.value % 100}"


class Model:
    """One open model. Node and link numbers are EPANET's, from 1. Close it, or use `with`."""

    def __init__(self, text: str) -> None:
        self.lib, self.project, self.warnings = library(), c_void_p(), set[int]()
        self.folder = TemporaryDirectory(prefix="epanet-")
        place = Path(self.folder.name)
        (place / "model.inp").write_text(text, encoding="ascii")
        self.lib.EN_createproject(byref(self.project))
        names = [str(place / f"model.{ending}").encode() for ending in ("inp", "rpt", "out")]
        code = self.lib.EN_open(self.project, *names)
        if code >= FATAL:
            self.close()
            raise HydraulicsFailed(code)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Frees memory and files; a second time does nothing."""
        if self.project:
            self.lib.EN_close(self.project)
            self.lib.EN_deleteproject(self.project)
            self.project = c_void_p()
            self.folder.cleanup()

    def done(self, code: int) -> None:
        """Raises what is an error, keeps what is a warning."""
        if code >= FATAL:
            raise HydraulicsFailed(code)
        if code:
            self.warnings.add(code)

    def set_node(self, number: int, what: int, value: float) -> None:
        """One property of a node."""
        self.done(self.lib.EN_setnodevalue(self.project, number, what, c_double(value)))

    def set_link(self, number: int, what: int, value: float) -> None:
        """One property of a link."""
        self.done(self.lib.EN_setlinkvalue(self.project, number, what, c_double(value)))

    def set_time(self, what: int, seconds: int) -> None:
        """One of the times."""
        self.done(self.lib.EN_settimeparam(self.project, what, c_long(seconds)))

    def set_option(self, what: int, value: float) -> None:
        """One of the options."""
        self.done(self.lib.EN_setoption(self.project, what, c_double(value)))

    def set_demand(self, number: int, category: int, base: float) -> None:
        """Base demand of one category (from 1) of a junction."""
        self.done(self.lib.EN_setbasedemand(self.project, number, category, c_double(base)))

    def node_values(self, numbers: Sequence[int], what: int) -> Floats:
        """The same property of many nodes."""
        return self.values(self.lib.EN_getnodevalue, numbers, what)

    def link_values(self, numbers: Sequence[int], what: int) -> Floats:
        """The same property of many links."""
        return self.values(self.lib.EN_getlinkvalue, numbers, what)

    def values(self, ask: Callable[..., int], numbers: Sequence[int], what: int) -> Floats:
        value, found, project = c_double(), np.empty(len(numbers)), self.project
        place = byref(value)
        for at, number in enumerate(numbers):
            ask(project, number, what, place)
            found[at] = value.value
        return found

    @contextmanager
    def instants(self) -> Iterator[Callable[[], None]]:
        """Opens the hydraulics; each call of what it gives solves the first instant anew, starting from the flows of the last."""
        self.done(self.lib.EN_openH(self.project))
        try:
            yield self.instant
        finally:
            self.lib.EN_closeH(self.project)

    def instant(self) -> None:
        """Raises NotConverged."""
        now = c_long()
        self.done(self.lib.EN_initH(self.project, 0))
        code = self.lib.EN_runH(self.project, byref(now))
        self.done(code)
        if code == UNBALANCED:
            raise NotConverged(now.value)

    def steps(self) -> Iterator[int]:
        """Solves step by step and yields the time in s, also of steps that tanks and controls put in between. Raises NotConverged."""
        now, following = c_long(), c_long(1)
        self.done(self.lib.EN_openH(self.project))
        try:
            self.done(self.lib.EN_initH(self.project, 10))  # flows from scratch, nothing written
            while following.value > 0:
                code = self.lib.EN_runH(self.project, byref(now))
                self.done(code)
                if code == UNBALANCED:
                    raise NotConverged(now.value)
                yield now.value
                self.done(self.lib.EN_nextH(self.project, byref(following)))
        finally:
            self.lib.EN_closeH(self.project)
