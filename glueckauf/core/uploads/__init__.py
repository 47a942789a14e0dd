"""Uploads: streamed and limited on the way in, inspected by content, scanned for malware, shown to clerks as images we made."""

from glueckauf.core.uploads.handler import takes_files
from glueckauf.core.uploads.inspection import Inspection, inspect
from glueckauf.core.uploads.names import safe_name
from glueckauf.core.uploads.pages import page_images
from glueckauf.core.uploads.problems import NoPreview, Problem, problem_text
from glueckauf.core.uploads.scanner import Scan, scan
