"""Uploads: streamed and limited on the way in, inspected by content, scanned for malware, shown to clerks as images we made."""

from glueckauf.core.uploads.inspection import Inspection, inspect
from glueckauf.core.uploads.names import safe_name
from glueckauf.core.uploads.pages import NoPreview, page_images
from glueckauf.core.uploads.problems import Problem, problem_text
from glueckauf.core.uploads.scanner import Scan, scan
