"""Sets the limits of a confined program and becomes it. Words: bytes of memory, seconds of work, the program, its own words.

It imports nothing of ours, because every import costs each look; the program may, from the place beside this package.
"""

import resource
import runpy
import sys
from pathlib import Path

if __name__ == "__main__":
    memory, seconds, program = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    sys.argv = sys.argv[3:]
    runpy.run_path(program, run_name="__main__")
