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


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Upgrade from Next.js 14 to Next.js 15.", []),
        ("Unlike Next.js 13, it caches less.", []),
        ("Since Next.js 14, forms post to actions.", []),
        ("Since we use Next.js 14, forms post to actions.", ["Next.js 14"]),
        ("We migrated from Remix to Next.js 14.", ["Next.js 14"]),
        ("Migrated from Next.js 12 and Zod 3.", []),
        ("Built with Next.js 14 and Zod 3.", ["Next.js 14", "Zod 3"]),
        ("Compatible with Node 18, 20 and 22.", []),
        ("Compatible with Node 18.", ["Node 18"]),
    ],
)
def test_a_version_that_is_compared_or_left_behind_is_not_stated(
    tmp_path: Path, sentence: str, expected: list[str]
) -> None:
    made = subject(tmp_path, f"The site is built with it.\n\n{sentence}\n", manifest(next="16.0.0", zod="4.1.0"))

    found = [each for each in check_agent(made).findings if each.rule == "version-mismatch"]

    assert [each.message.split("`")[1] for each in found] == expected


@pytest.mark.parametrize(
    ("sentence", "dependency", "expected"),
    [
        ("Sign-in is Auth.js v5.", {"next_auth": "5.0.0-beta.25"}, []),
        ("Sign-in is Auth.js v5.", {"next_auth": "4.24.0-beta.5"}, ["version-mismatch"]),
        ("Tailwind CSS v4 styles it.", {"tailwindcss": "4.0.0-beta.1"}, []),
        ("Tailwind CSS v4 styles it.", {"tailwindcss": "3.0.0 - 3.4.0"}, ["version-mismatch"]),
        ("Tailwind CSS v4 styles it.", {"tailwindcss": "3.0.0 - 5.0.0"}, []),
    ],
)
def test_prereleases_and_ranges_with_a_hyphen(
    tmp_path: Path, sentence: str, dependency: dict[str, str], expected: list[str]
) -> None:
    assert rules(subject(tmp_path, sentence + "\n", manifest(**dependency))) == expected


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        ("fastapi==0.110.0\n", []),
        ("fastapi==0.110.0\npydantic==2.5\n", []),
        ("fastapi==0.110.0\npydantic==2.0rc1\n", []),
        ("fastapi==0.110.0\npydantic==1.10\n", ["the agent states `Pydantic v2`; `requirements.txt` has `==1.10`"]),
    ],
)
def test_a_version_is_compared_with_the_package_itself(tmp_path: Path, requirements: str, expected: list[str]) -> None:
    made = subject(tmp_path, "FastAPI and Pydantic v2.\n", {"requirements.txt": requirements})

    assert [each.message for each in check_agent(made).findings] == expected
