"""Read what `mutmut run` found, say the share of changes that were noticed, fail below the goal. Run: make mutants"""

import json
import sys
from pathlib import Path

GOAL = 0.95
STATS = Path("mutants/mutmut-cicd-stats.json")


def main() -> int:
    """0 when enough changed verifiers were noticed. A change that no test reaches counts as not noticed."""
    stats = json.loads(STATS.read_text())
    noticed, total = stats["killed"] + stats["timeout"], stats["total"]
    print(f"{noticed} of {total} changes noticed: {noticed / total:.1%} (goal {GOAL:.0%})")
    return 0 if total and noticed / total >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
