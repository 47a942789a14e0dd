"""FIM XDatenfelder 2 and 3: a Stammdatenschema or a group becomes sections of a form, and back. Nothing in a file is ever executed."""

from glueckauf.forms.xdatenfelder.codelist import CodeList, with_options
from glueckauf.forms.xdatenfelder.codelist import read as read_codelist
from glueckauf.forms.xdatenfelder.document import MOST_BYTES, Malformed
from glueckauf.forms.xdatenfelder.imported import Imported, ReportLine
from glueckauf.forms.xdatenfelder.into_form import read
from glueckauf.forms.xdatenfelder.into_tree import Lost
from glueckauf.forms.xdatenfelder.written import Exported, write
