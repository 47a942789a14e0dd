"""Real data that lies beside the checkout, in shared/data. Tests that need it are marked shared_data and left out where it is absent."""

from pathlib import Path

SHARED = next((parent / "shared" / "data" for parent in Path(__file__).resolve().parents if (parent / "shared" / "data").is_dir()), None)
