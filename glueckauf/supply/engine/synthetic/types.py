"""Cables and transformers the synthetic grid is built of, with the source of their values."""

from dataclasses import dataclass

SOURCE = "Standardtypen von pandapower 3.5.6 (BSD-3-Clause)"


@dataclass(frozen=True, slots=True, kw_only=True)
class CableType:
    """Per kilometre, positive sequence."""

    name: str
    r_ohm: float
    x_ohm: float
    c_nf: float
    rated_a: float
    source: str = SOURCE


@dataclass(frozen=True, slots=True, kw_only=True)
class TransformerType:
    """10/0.4 kV, Dyn5, tap changer of ±2 x 2.5 % at the high side."""

    name: str
    rated_kva: float
    copper_percent: float
    i0_percent: float
    iron_kw: float
    uk_percent: float = 4.0
    source: str = SOURCE


NAYY_50 = CableType(name="NAYY 4x50 SE", r_ohm=0.642, x_ohm=0.083, c_nf=210.0, rated_a=142.0)
NAYY_150 = CableType(name="NAYY 4x150 SE", r_ohm=0.208, x_ohm=0.080, c_nf=261.0, rated_a=270.0)
NA2XS2Y_185 = CableType(name="NA2XS2Y 1x185 RM/25 6/10 kV", r_ohm=0.161, x_ohm=0.110, c_nf=406.0, rated_a=358.0)
KVA_250 = TransformerType(name="0.25 MVA 10/0.4 kV", rated_kva=250.0, copper_percent=1.2, i0_percent=0.24, iron_kw=0.6)
KVA_400 = TransformerType(name="0.4 MVA 10/0.4 kV", rated_kva=400.0, copper_percent=1.325, i0_percent=0.2375, iron_kw=0.95)
CABLES = (NAYY_50, NAYY_150, NA2XS2Y_185)
TRANSFORMERS = (KVA_250, KVA_400)
