"""Several devices of one group fall silent within a short time: not the devices, but what they hang on.

A single device that fails, or one that sends its last gasp by mistake, raises nothing. The key of the group is the caller's: a feeder, a
district, a mast.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GaspRule:
    """At least `least` devices, and at least this share of the group, within `window_s`."""

    least: int = 3
    share: float = 0.2
    window_s: float = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """`at_s`: when the last of the devices needed fell silent; `since_s`: the first of them."""

    group: str
    at_s: float
    since_s: float
    devices: tuple[str, ...]


class LastGasp:
    """Groups and who of them is silent. Times ascend; a device that speaks again leaves."""

    def __init__(self, sizes: Mapping[str, int], rule: GaspRule | None = None) -> None:
        self.sizes, self.rule = sizes, rule or GaspRule()
        self.silent: dict[str, deque[tuple[float, str]]] = {}

    def fell_silent(self, at_s: float, device: str, group: str) -> Outage | None:
        """Told when the number needed is reached, and again with every further device of the same window."""
        recent = self.silent.setdefault(group, deque())
        while recent and recent[0][0] < at_s - self.rule.window_s:
            recent.popleft()
        if all(known != device for _, known in recent):
            recent.append((at_s, device))
        if len(recent) < needed(self.sizes.get(group, 0), self.rule):
            return None
        return Outage(group=group, at_s=at_s, since_s=recent[0][0], devices=tuple(known for _, known in recent))

    def speaks(self, device: str, group: str) -> None:
        """It was the device, or it is over."""
        recent = self.silent.get(group, deque())
        self.silent[group] = deque(one for one in recent if one[1] != device)


def needed(size: int, rule: GaspRule) -> int:
    """Devices of a group of this size; a group smaller than `least` says nothing by itself."""
    return max(rule.least, -(-int(size * rule.share * 1000) // 1000))


def outages(silences: Iterable[tuple[float, str, str]], sizes: Mapping[str, int], rule: GaspRule | None = None) -> list[Outage]:
    """Of (time, device, group) in any order: one per group and window, with all of its devices."""
    watch, found = LastGasp(sizes, rule), {}
    for at_s, device, group in sorted(silences):
        told = watch.fell_silent(at_s, device, group)
        if told:
            found[(group, told.since_s)] = told
    return list(found.values())
