"""The outcome of `check` as SARIF 2.1.0, which code hosts and editors read."""

import hashlib
import json
from typing import Any
from urllib.parse import quote

from agentscaffold import __version__
from agentscaffold.checks import BASELINE_FILE, RULES, Finding
from agentscaffold.commands.check import CheckOutcome
from agentscaffold.safe_text import safe

_ROOT = "REPOSITORY"
_ACCEPTED = {"kind": "external", "justification": f"Accepted in {BASELINE_FILE}."}
_INDEX = {rule.id: index for index, rule in enumerate(RULES)}


def check_sarif(outcome: CheckOutcome) -> str:
    """One SARIF log with one run. Paths are relative to the root of the git repository, where there is one."""
    run = {
        "tool": {
            "driver": {
                "name": "agentscaffold",
                "semanticVersion": __version__,
                "rules": [
                    {
                        "id": rule.id,
                        "shortDescription": {"text": rule.summary},
                        "fullDescription": {"text": rule.help},
                        "help": {"text": rule.help},
                        "defaultConfiguration": {"level": rule.severity},
                    }
                    for rule in RULES
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "results": [
            *(_result(finding, outcome.prefix) for finding in outcome.findings),
            *({**_result(finding, outcome.prefix), "suppressions": [_ACCEPTED]} for finding in outcome.known),
        ],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _result(finding: Finding, prefix: str) -> dict[str, Any]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    if finding.end_column > finding.column:
        region["endColumn"] = finding.end_column
    text = f"{finding.message}. {finding.hint}".strip()
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(f"{prefix}{finding.path}", errors="replace"), "uriBaseId": _ROOT},
            "region": region,
        }
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": _INDEX[finding.rule],
        "level": finding.severity,
        "message": {"text": safe(text, limit=1000)},
        "locations": [location],
        "partialFingerprints": {"agentscaffold/1": _fingerprint(finding, prefix)},
    }


def _fingerprint(finding: Finding, prefix: str) -> str:
    """The same for the same finding, wherever its line moves."""
    key = "\0".join((finding.rule, prefix, finding.path, finding.subject))
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
