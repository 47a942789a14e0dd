"""XZuFi 2.2.0 and 2.3.1: a city's Leistungen, offices, online services and who answers for what. Not verified against the XSD.

A Leistung is first a value in the shape of the derived JSON Schemas of the FIM portal (every property is there), then XML. What comes back
from an export of ours is the same value. A foreign file was never at hand: what it says in another way is refused or left empty.
"""

from glueckauf.catalogue.rules.xzufi.objects import Service, export
from glueckauf.catalogue.rules.xzufi.reading import Delivery, read
from glueckauf.catalogue.rules.xzufi.shape import VERSIONS
