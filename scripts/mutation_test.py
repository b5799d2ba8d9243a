"""Print the mutation score of `mutmut run` and fail below the threshold. Run: make mutation-test"""

import json
import sys
from pathlib import Path

THRESHOLD = 0.95
STATS = Path("mutants/mutmut-cicd-stats.json")


def main() -> int:
    """The exit code: 0 when the score reaches the threshold. A mutant that no test reaches counts as survived."""
    stats = json.loads(STATS.read_text())
    killed, total = stats["killed"] + stats["timeout"], stats["total"]
    score = killed / total if total else 0.0
    print(f"{killed} of {total} mutants killed: {score:.1%} (threshold {THRESHOLD:.0%})")
    return 0 if score >= THRESHOLD else 1


if __name__ == "__main__":
    sys.exit(main())
