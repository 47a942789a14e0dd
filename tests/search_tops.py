"""What every question of the set finds first, as JSON, in an installation of its own: `python -m tests.search_tops sqlite`."""

import json
import sys
from dataclasses import asdict

from bench.installation import installation


def main(database: str) -> None:
    """Ours and a small national catalogue."""
    with installation(database):
        from django.db import connections

        from glueckauf.catalogue import queries
        from glueckauf.catalogue.queries.standing import standing
        from tests import make_national
        from tests.search_set import questions

        make_national.imported()
        standing.settled()
        texts = [q.text for held in ("no", "yes") for q in questions(held=held)]
        tops = {
            text: [(hit.slug, hit.why and asdict(hit.why)) for hit in queries.search(text).hits[:10]]
            for text in (*texts, "jagdschein", "anmelden")
        }
        print(json.dumps(tops))
        connections.close_all()


if __name__ == "__main__":
    main(sys.argv[1])
