"""What `check` looks for: writes `docs/checks.md` from the rules.

    python scripts/rules_page.py

`pytest --accept tests/test_rules_page.py` does the same; without `--accept` it fails when the page is stale.
"""

from collections.abc import Sequence
from pathlib import Path

from agentscaffold.checks import RULES, Rule

PAGE = Path(__file__).resolve().parents[1] / "docs" / "checks.md"
HEAD = """\
# The rules of `agentscaffold check`

Their ids are stable. A finding may be milder than the severity of its rule, never worse.

Made from the code by `python scripts/rules_page.py`; a test fails when it is stale.
"""


def page(rules: Sequence[Rule] = RULES) -> str:
    """The text of `docs/checks.md`: a section for each rule."""
    return HEAD + "".join(f"\n## {rule.id} ({rule.severity})\n\n{rule.summary}.\n\n{rule.help}\n" for rule in rules)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
