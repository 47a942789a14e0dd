"""All types of fields that have inputs, by the name leistung.yaml uses. A group is a list of fields; info asks nothing."""

from typing import Any

from glueckauf.forms.validators.appointment import AppointmentKind
from glueckauf.forms.validators.bank import IbanKind
from glueckauf.forms.validators.choices import ChoiceKind, ChoicesKind, ConsentKind, YesNoKind
from glueckauf.forms.validators.contact import EmailKind, PhoneKind
from glueckauf.forms.validators.days import DateKind, PeriodKind
from glueckauf.forms.validators.documents import FileKind
from glueckauf.forms.validators.kind import Kind
from glueckauf.forms.validators.numbers import NumberKind
from glueckauf.forms.validators.places import AddressKind, PlaceKind
from glueckauf.forms.validators.plate import PlateKind
from glueckauf.forms.validators.text import NameKind, TextKind

NUMBER = NumberKind()

KINDS: dict[str, Kind[Any]] = {
    "text": TextKind(),
    "name": NameKind(),
    "email": EmailKind(),
    "phone": PhoneKind(),
    "iban": IbanKind(),
    "plate": PlateKind(),
    "integer": NUMBER,
    "number": NUMBER,
    "money": NUMBER,
    "date": DateKind(),
    "period": PeriodKind(),
    "yesno": YesNoKind(),
    "consent": ConsentKind(),
    "choice": ChoiceKind(),
    "choices": ChoicesKind(),
    "address": AddressKind(),
    "place": PlaceKind(),
    "file": FileKind(),
    "appointment": AppointmentKind(),
}
