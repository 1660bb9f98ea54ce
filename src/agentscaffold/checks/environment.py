"""Environment variables that code reads and no example file lists. About the repository, not about one agent."""

import re

from agentscaffold.checks.model import Claim, Finding, quoted
from agentscaffold.checks.rules import BROKEN_MANIFEST, UNDECLARED_VARIABLE
from agentscaffold.safe_text import safe
from agentscaffold.survey import EnvironmentUse, Survey

_NOT_OURS = re.compile(
    r"NODE_ENV|NODE_OPTIONS|CI|PORT|HOST|HOSTNAME|HOME|USER|PATH|PWD|SHELL|TERM|TZ|LANG|DEBUG|EDITOR|TMPDIR|TEMP|TMP|ANALYZE|"
    r"MODE|DEV|PROD|SSR|BASE_URL|NO_COLOR|FORCE_COLOR|XDG_\w+|"
    r"NEXT_(?:RUNTIME|PHASE|DEPLOYMENT_ID)|VERCEL(?:_\w+)?|NEXT_PUBLIC_VERCEL_\w+|NETLIFY(?:_\w+)?|RAILWAY_\w+|RENDER(?:_\w+)?|"
    r"FLY_\w+|CF_\w+|GITHUB_\w+|GITLAB_\w+|CI_\w+|AWS_(?:(?:LAMBDA|EXECUTION)_\w+|(?:DEFAULT_)?REGION|PROFILE)|"
    r"JEST_\w+|VITEST(?:_\w+)?|PYTEST_\w+|"
    r"TURBO_\w+|npm_\w+|SKIP_ENV_VALIDATION|K_SERVICE|DYNO|LC_\w+|WSL_\w+|COLUMNS"
)
"""Set by the system, the platform or a tool; nobody writes them into an `.env`."""
_NOT_PRODUCT = re.compile(
    r"(?:^|/)(?:tests?|__tests__|__mocks__|e2e|specs?|testing|fixtures|examples?|templates?|cypress|playwright|\.github|"
    r"blueprints)/|\.(?:test|spec|e2e|stories)\.\w+$|(?:^|/)(?:test_[^/]*|[^/]*_test|conftest)\.py$|"
    r"(?:^|/)(?:playwright|vitest|jest|cypress|eslint|prettier|commitlint|wdio)[\w.]*\.config\.\w+$|"
    r"(?:^|/)(?:vitest|jest|test)[.-]?(?:setup|workspace)[\w.-]*$"
)
_MAX_FINDINGS = 100


def check_variables(survey: Survey) -> tuple[list[Claim], list[Finding]]:
    """Every variable that the product's code reads, at its first place, and those that nothing declares."""
    firsts: dict[str, EnvironmentUse] = {}
    for use in survey.variables.uses:
        if not _NOT_OURS.fullmatch(use.name) and not _NOT_PRODUCT.search(use.path):
            firsts.setdefault(use.name, use)
    claims = [Claim("variable", use.name, use.line, use.column, use.column + len(use.name)) for use in firsts.values()]
    examples = survey.variables.example_files
    if not examples:
        return claims, [_no_example(list(firsts.values()))] if firsts else []
    known = survey.variables.declared | survey.variables.set_elsewhere
    findings = [
        _finding(use, f"{quoted(use.name)} is read here, and {quoted(examples[0])} does not list it")
        for use in firsts.values()
        if use.name not in known
    ]
    return claims, findings[:_MAX_FINDINGS]


def check_manifests(survey: Survey) -> list[Finding]:
    """The manifests that could not be read."""
    return [
        Finding(
            BROKEN_MANIFEST.id,
            BROKEN_MANIFEST.severity,
            f"{quoted(problem.path)} {safe(problem.message)}",
            "Correct it; what depends on it was not checked.",
            problem.path,
            max(problem.line, 1),
            1,
            1,
            subject=problem.path,
        )
        for problem in survey.problems
    ]


def _finding(use: EnvironmentUse, message: str) -> Finding:
    rule = UNDECLARED_VARIABLE
    hint = "Add it there, with a word on what it is for."
    end = use.column + len(use.name)
    return Finding(rule.id, rule.severity, message, hint, use.path, use.line, use.column, end, subject=use.name)


def _no_example(uses: list[EnvironmentUse]) -> Finding:
    first = uses[0]
    variables = "1 environment variable" if len(uses) == 1 else f"{len(uses)} environment variables"
    message = f"the code reads {variables}, and there is no `.env.example`"
    hint = "Write one, so that who sets the project up learns of them."
    return Finding(UNDECLARED_VARIABLE.id, "note", message, hint, first.path, first.line, 1, 1, subject=".env.example")
