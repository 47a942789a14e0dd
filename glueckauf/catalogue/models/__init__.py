"""Tables of the catalogue: what was published, what the national catalogue says (both public), and what a city edits and released."""

from glueckauf.catalogue.models.editing import Draft, DraftVersion, Edition, ReleaseRequest
from glueckauf.catalogue.models.national import NationalImport, NationalLeistung
from glueckauf.catalogue.models.published import Publication, Revision
