"""Real data that lies beside the checkout in shared/data, or where GLUECKAUF_SHARED_DATA says.

Tests that need it are marked shared_data and left out where it is absent, in one line; with CI=true it has to be there.
"""

import os
from pathlib import Path

BESIDE = [parent / "shared" / "data" for parent in Path(__file__).resolve().parents]
NAMED = [Path(os.environ["GLUECKAUF_SHARED_DATA"])] if "GLUECKAUF_SHARED_DATA" in os.environ else BESIDE
SHARED = next((folder for folder in NAMED if folder.is_dir()), None)
