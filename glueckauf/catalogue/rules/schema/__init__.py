"""What leistung.yaml may say. Frozen, extra keys forbidden: a typo names its exact path.

Numbers are strings until pydantic converts them: the loader reads every YAML scalar as text.
"""

from glueckauf.catalogue.rules.schema.amount import (
    Amount,
    AreaOf,
    Arrived,
    Branch,
    Choose,
    CountOf,
    DaysOf,
    Difference,
    Fixed,
    Largest,
    Leaf,
    Monthly,
    MonthsLeft,
    OfAnswer,
    OfMoney,
    OfValue,
    Product,
    Quotient,
    Smallest,
    Step,
    Steps,
    Sum,
    Value,
)
from glueckauf.catalogue.rules.schema.change import CityChange, Example, Expected
from glueckauf.catalogue.rules.schema.codes import FeeKind, Mode, Outcome, Regime, Remedy, Slug
from glueckauf.catalogue.rules.schema.deciding import (
    Bring,
    Condition_,
    Deadlines,
    Decision,
    EffectRule,
    Fiction,
    Letters,
    Nachweis,
    Promise,
    Retention,
)
from glueckauf.catalogue.rules.schema.fee import Fee, FeeLine
from glueckauf.catalogue.rules.schema.handover import Door, Handover
from glueckauf.catalogue.rules.schema.leistung import Law, Leika, Leistung, Next
from glueckauf.catalogue.rules.schema.part import Part
