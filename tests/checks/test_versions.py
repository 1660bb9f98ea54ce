from pathlib import Path

import pytest

from agentscaffold.checks import check_agent

from .support import package, rules, subject, texts


def manifest(**dependencies: str) -> dict[str, str]:
    names = {name.replace("_", "-"): version for name, version in dependencies.items()}
    return {"package.json": package(dependencies=names, engines={"node": ">=20.19"})}


@pytest.mark.parametrize(
    ("sentence", "version", "expected"),
    [
        ("Next.js 15 with the App Router.", "^15.2.0", []),
        ("Next.js 15 with the App Router.", "16.3.8", ["version-mismatch"]),
        ("Next.js 15+ with the App Router.", "16.3.8", []),
        ("Next.js 15+ with the App Router.", "14.2.0", ["version-mismatch"]),
        ("Next.js 15 or later.", ">=14", []),
        ("Next.js 15 or 16.", "14.0.0", []),
        ("Next.js v15.4 is used.", "~15.1", []),
        ("Next.js 15.", ">=14 <16", []),
        ("Next.js 15.", "13 || 14", ["version-mismatch"]),
        ("Next.js 15.", "workspace:*", []),
        ("Next.js 15.", "latest", []),
        ("Migrated from Next.js 14.", "16.0.0", []),
        ("Next.js 12 routes need work.", "16.0.0", []),
        ("Next.js pages load in 2 seconds.", "16.0.0", []),
    ],
)
def test_versions_of_a_technology(tmp_path: Path, sentence: str, version: str, expected: list[str]) -> None:
    assert rules(subject(tmp_path, f"The site is built with it.\n\n{sentence}\n", manifest(next=version))) == expected


def test_the_finding_says_what_is_where(tmp_path: Path) -> None:
    made = subject(tmp_path, "Written in TypeScript 5.9.2 for Next.js 15.\n", manifest(typescript="4.9.5", next="15"))

    (finding,) = check_agent(made).findings

    assert finding.message == "the agent states `TypeScript 5.9.2`; `package.json` has `4.9.5`"
    assert texts(check_agent(made), "version") == ["TypeScript 5.9.2", "Next.js 15"]


@pytest.mark.parametrize(
    ("sentence", "files", "expected"),
    [
        ("Runs on Node.js 22.", {}, []),
        ("Runs on Node 18.", {}, ["version-mismatch"]),
        ("Runs on Node 20+.", {}, []),
        ("Runs on Node 18.", {".nvmrc": "v18.20.1\n"}, []),
        ("React 18 in the browser.", {}, []),
    ],
)
def test_versions_of_runtimes(tmp_path: Path, sentence: str, files: dict[str, str], expected: list[str]) -> None:
    assert rules(subject(tmp_path, sentence + "\n", {**manifest(zod="4"), **files})) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("Python 3.11+ is needed.", []), ("Python 3.9 is used.", ["version-mismatch"]), ("Python 3 is used.", [])],
)
def test_the_minor_version_of_python_counts(tmp_path: Path, sentence: str, expected: list[str]) -> None:
    files = {"pyproject.toml": '[project]\nname = "x"\nrequires-python = ">=3.11"\n'}

    assert rules(subject(tmp_path, sentence + "\n", files)) == expected


def test_below_one_the_minor_version_counts(tmp_path: Path) -> None:
    body = "The data layer is Drizzle 0.44.\n"

    assert rules(subject(tmp_path, body, manifest(drizzle_orm="^0.45.1"))) == ["version-mismatch"]
    assert rules(subject(tmp_path, body, manifest(drizzle_orm="^0.44.1"))) == []
