"""``python -m migrator``: the same as the ``migrator`` command."""

import os
import sys

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
if sys.path and os.path.abspath(sys.path[0] or os.curdir) != _ROOT:
    # Python put the current folder first, which is the user's: a json.py there must not become ours.
    del sys.path[0]

from migrator.cli import main  # noqa: E402 - only now may it be looked for

if __name__ == "__main__":
    main()
