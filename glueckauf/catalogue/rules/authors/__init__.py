"""Checks for authors of a Leistung: what blocks a release, and what could be better. Values in, remarks in German out."""

from glueckauf.catalogue.rules.authors.conditions import about_conditions
from glueckauf.catalogue.rules.authors.fees import about_fee
from glueckauf.catalogue.rules.authors.raw import slips
from glueckauf.catalogue.rules.authors.remark import Remark, Severity
from glueckauf.catalogue.rules.authors.wording import about_letters, about_texts, about_words
