#!/usr/bin/env python
"""Django's command line, for developers. Operators use `glueckauf`, which is this with fewer words."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "glueckauf.config.settings")  # noqa: TID251 - before settings exist
    execute_from_command_line(sys.argv)
