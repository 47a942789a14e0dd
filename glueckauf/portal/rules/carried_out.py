"""At which level an office's work is done where a Kommune is not with us. By the office that does it in the cities that are.

In NRW the Gemeinden themselves are tax office of their own taxes, Meldebehörde, Standesamt, local Ordnungsbehörde and receive trade notices
(KAG NRW, OBG NRW, PStVO NRW; general knowledge, paragraphs not looked up). Roads, traffic and housing are split between Kreis and Gemeinde
by size: there both are named. Other Länder divide differently and have Verbände: there nothing is claimed.
"""

from glueckauf.portal.rules.national import Bearer

NRW = "05"
OF_THE_GEMEINDE = frozenset(("steueramt", "buergerbuero", "standesamt", "gewerbemeldestelle", "ordnungsamt"))


def local_bearers(office: str, *, land: str, is_district_free: bool) -> tuple[Bearer, ...]:
    """One: sure. Several: one of them, nearest first."""
    if is_district_free or (land == NRW and office in OF_THE_GEMEINDE):
        return (Bearer.GEMEINDE,)
    return (Bearer.GEMEINDE, Bearer.KREIS)
