"""Manifests merged as texts: what is not the blueprint's keeps its bytes, whatever the form."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from agentscaffold.manifests import ManifestError, is_manifest, merge_manifest
from agentscaffold.manifests.by_key import applied, changes, same

NAMES = st.sampled_from(["a", "b", "c-d", "@x/y", "é", "n"])
LEAVES = st.one_of(st.booleans(), st.integers(-3, 3), st.sampled_from(["", "x", "y: z", "# no", 'q"q', "1", "true"]))
VALUES = st.recursive(
    st.one_of(LEAVES, st.lists(LEAVES, max_size=3)), lambda inner: st.dictionaries(NAMES, inner, max_size=3)
)
TABLES = st.dictionaries(NAMES, VALUES, max_size=4)
INDENTS = st.sampled_from([2, 4, "\t"])


def expected(old: Any, mine: Any, new: Any) -> dict[str, Any]:
    return applied(mine, changes(old, mine, new).edits)


@settings(max_examples=300, deadline=None)
@given(TABLES, TABLES, TABLES, INDENTS)
def test_json_says_what_the_merge_of_the_tables_says(old: Any, mine: Any, new: Any, indent: Any) -> None:
    texts = [json.dumps(each, indent=indent, ensure_ascii=False) + "\n" for each in (old, mine, new)]

    merged = merge_manifest("turbo.json", *texts)

    assert same(json.loads(merged.text), expected(old, mine, new))
    if not (merged.added or merged.updated or merged.removed):
        assert merged.text == texts[1]


@settings(max_examples=300, deadline=None)
@given(TABLES, TABLES, TABLES)
def test_yaml_says_what_the_merge_of_the_tables_says_or_is_refused(old: Any, mine: Any, new: Any) -> None:
    texts = [yaml.safe_dump(each, allow_unicode=True, sort_keys=False) for each in (old, mine, new)]
    try:
        merged = merge_manifest("pnpm-workspace.yaml", *texts)
    except ManifestError as error:
        # Only what has no lines of its own: an empty table, or one that would become empty.
        assert "cannot be edited" in error.message
        return
    assert same(yaml.safe_load(merged.text) or {}, expected(old, mine, new))


@settings(max_examples=200, deadline=None)
@given(TABLES, TABLES)
def test_every_line_of_a_users_json_is_still_there(mine: Any, new: Any) -> None:
    text = json.dumps(mine, indent=2, ensure_ascii=False)

    merged = merge_manifest("turbo.json", None, text, json.dumps(new)).text

    left = iter(line.rstrip(",") for line in merged.splitlines())
    assert all(
        line.rstrip(",") in left for line in text.splitlines() if line not in ("{}", "}", "]") and "{}" not in line
    )


PACKAGE = """\
{
    "name": "mine",
    "version": "3.0.0",
    "scripts": { "dev": "next dev", "test": "jest" },
    "dependencies": {
        "next": "^15.0.0",
        "zod": "^4.0.0"
    },
    "browserslist": ["last 2 versions", "not dead"]
}
"""


def test_a_package_gets_what_it_lacks_in_its_own_style() -> None:
    new = {
        "name": "shop",
        "version": "0.1.0",
        "type": "module",
        "scripts": {"dev": "next dev", "test": "vitest run", "lint": "eslint ."},
        "dependencies": {"next": "16.0.0", "pg": "8.0.0"},
        "devDependencies": {"zod": "4.1.0", "vitest": "4.0.0"},
    }

    merged = merge_manifest("package.json", None, PACKAGE, json.dumps(new))

    assert merged.text == (
        "{\n"
        '    "name": "mine",\n'
        '    "version": "3.0.0",\n'
        '    "type": "module",\n'
        '    "scripts": { "dev": "next dev", "test": "jest", "lint": "eslint ." },\n'
        '    "dependencies": {\n'
        '        "next": "^15.0.0",\n'
        '        "pg": "8.0.0",\n'
        '        "zod": "^4.0.0"\n'
        "    },\n"
        '    "devDependencies": {\n'
        '        "vitest": "4.0.0"\n'
        "    },\n"
        '    "browserslist": ["last 2 versions", "not dead"]\n'
        "}\n"
    )
    assert merged.added == ("type", "scripts.lint", "dependencies.pg", "devDependencies")
    # Its name and version are its own; zod stays in the section where the user has it.
    assert [".".join(kept.keys) for kept in merged.kept] == ["scripts.test", "dependencies.next", "dependencies.zod"]


def test_a_newer_version_updates_what_the_user_did_not_change() -> None:
    old = {"dependencies": {"next": "16.0.0", "pg": "8.0.0", "gone": "1.0.0"}}
    new = {"dependencies": {"next": "16.1.0", "pg": "9.0.0"}}
    mine = '{\n  "dependencies": {\n    "gone": "1.0.0",\n    "next": "^15.0.0",\n    "pg": "8.0.0"\n  }\n}\n'

    merged = merge_manifest("package.json", json.dumps(old), mine, json.dumps(new))

    assert merged.text == '{\n  "dependencies": {\n    "next": "^15.0.0",\n    "pg": "9.0.0"\n  }\n}\n'
    assert (merged.updated, merged.removed) == (("dependencies.pg",), ("dependencies.gone",))
    assert [(kept.keys[-1], kept.yours, kept.blueprint) for kept in merged.kept] == [("next", "^15.0.0", "16.1.0")]


def test_comments_of_a_tsconfig_stay_where_they_are() -> None:
    mine = (
        "// mine\n{\n  /* all */\n"
        '  "compilerOptions": {\n    "strict": true, // always\n    "target": "ES2022" // for now\n  }\n}\n'
    )
    new = {"compilerOptions": {"strict": True, "noEmit": True, "target": "ES2022", "paths": {"@/*": ["./src/*"]}}}

    merged = merge_manifest("tsconfig.json", None, mine, json.dumps(new))

    assert merged.text == (
        "// mine\n{\n  /* all */\n"
        '  "compilerOptions": {\n    "strict": true, // always\n    "noEmit": true,\n'
        '    "target": "ES2022", // for now\n    "paths": {\n      "@/*": ["./src/*"]\n    }\n  }\n}\n'
    )


def test_lists_of_a_tsconfig_without_order_get_what_they_lack() -> None:
    mine = '{\n  "compilerOptions": {\n    "lib": ["DOM", "esnext", "webworker"]\n  },\n  "include": ["a"]\n}\n'
    old = {"compilerOptions": {"lib": ["dom", "webworker"]}, "include": ["b"]}
    new = {"compilerOptions": {"lib": ["dom", "dom.asynciterable"]}, "include": ["c"]}

    merged = merge_manifest("tsconfig.json", json.dumps(old), mine, json.dumps(new))

    assert merged.text == mine.replace('"esnext", "webworker"', '"esnext", "dom.asynciterable"')
    assert merged.updated == ("compilerOptions.lib",)
    assert [kept.keys for kept in merged.kept] == [("include",)]


def test_lists_beside_comments_are_values_like_any_other() -> None:
    mine = '{\n  "exclude": [\n    // built\n    "dist"\n  ]\n}\n'

    merged = merge_manifest("tsconfig.json", None, mine, '{"exclude": ["node_modules"]}')

    assert merged.text == mine
    assert [kept.keys for kept in merged.kept] == [("exclude",)]


@pytest.mark.parametrize(
    ("mine", "expected"),
    [
        ('{\n  "a": 1, // one\n}\n', '{\n  "a": 1, // one\n  "z": {\n    "y": 1\n  },\n}\n'),
        ('{\n  "a": 1\n  ,\n}\n', '{\n  "a": 1\n  ,\n  "z": {\n    "y": 1\n  },\n}\n'),
        ('{ "a": 1, }\n', '{ "a": 1, "z": { "y": 1 }, }\n'),
        ('{\n  "a": 1,\n  "gone": ",}",\n}\n', '{\n  "a": 1,\n  "z": {\n    "y": 1\n  },\n}\n'),
        ('{\n  "z": {\n    "x": [1, 2, ],\n  },\n}\n', '{\n  "z": {\n    "x": [1, 2, ],\n    "y": 1,\n  },\n}\n'),
    ],
)
def test_commas_behind_the_last_item_of_a_tsconfig_stay(mine: str, expected: str) -> None:
    merged = merge_manifest("tsconfig.json", '{"gone": ",}"}', mine, '{"z": {"y": 1}}')

    assert merged.text == expected
    assert merged.kept == ()


def test_a_last_line_with_a_comment_gets_its_comma_before_the_comment() -> None:
    mine = '{\n  "z": 1, // one\n  "a": 2 // two\n}\n'

    merged = merge_manifest("tsconfig.json", None, mine, '{"z": 1, "y": 3, "a": 2, "b": 4}')

    assert merged.text == '{\n  "z": 1, // one\n  "y": 3,\n  "a": 2, // two\n  "b": 4\n}\n'


def test_windows_line_ends_stay() -> None:
    merged = merge_manifest("package.json", None, '{\r\n  "b": 1\r\n}\r\n', '{"b": 1, "c": {"d": 1}}')

    assert merged.text == '{\r\n  "b": 1,\r\n  "c": {\r\n    "d": 1\r\n  }\r\n}\r\n'


def test_a_workspace_keeps_its_comments_and_its_form() -> None:
    mine = (
        "# ours\npackages:\n- apps/*   # the applications\n\n# versions\ncatalog:\n"
        "    zod: ^4.0.0 # careful\n\n# the end\n"
    )
    old = "packages:\n  - apps/*\ncatalog:\n  zod: ^4.0.0\n"
    new = "packages:\n  - apps/*\ncatalog:\n  pg: 8.0.0\n  zod: 4.1.0\noverrides:\n  a: '1'\n"

    merged = merge_manifest("pnpm-workspace.yaml", old, mine, new)

    assert merged.text == (
        "# ours\npackages:\n- apps/*   # the applications\n\n# versions\ncatalog:\n    pg: 8.0.0\n"
        "    zod: 4.1.0 # careful\noverrides:\n  a: '1'\n\n# the end\n"
    )


@pytest.mark.parametrize(
    ("mine", "expected"),
    [
        (
            'packages:\n  - "apps/*" # a\n  # two\n  - gone\n\n# end\n',
            'packages:\n  - "apps/*" # a\n  # two\n  - tooling/*\n\n# end\n',
        ),
        ("packages: [apps/*, mine] # x\na: 1\n", "packages: [apps/*, mine, tooling/*] # x\na: 1\n"),
        ("packages:\r\n- apps/*\r\n- mine", "packages:\r\n- apps/*\r\n- mine\r\n- tooling/*\r\n"),
    ],
)
def test_the_places_of_a_workspace_are_a_set(mine: str, expected: str) -> None:
    merged = merge_manifest("pnpm-workspace.yaml", "packages: [gone]\n", mine, "packages:\n  - apps/*\n  - tooling/*\n")

    assert merged.text == expected
    assert (merged.updated, merged.kept) == (("packages",), ())


def test_the_name_of_a_package_below_the_top_is_kept_aloud() -> None:
    mine, new = '{"name": "@acme/db", "version": "1.0.0"}', '{"name": "@shop/db", "version": "0.1.0"}'

    assert [kept.keys for kept in merge_manifest("packages/db/package.json", None, mine, new).kept] == [("name",)]
    assert merge_manifest("package.json", None, mine, new).kept == ()


def test_a_toml_file_keeps_its_comments() -> None:
    mine = '# mine\n[tool.ruff]\nline-length = 100 # wide\n\n[project]\nname = "x"\n'
    new = '[project]\nname = "y"\nrequires-python = ">=3.11"\n[tool.ruff]\nline-length = 120\n[tool.mypy]\nstrict = 1\n'

    merged = merge_manifest("pyproject.toml", None, mine, new)

    assert "# mine\n[tool.ruff]\nline-length = 100 # wide\n" in merged.text
    assert 'name = "x"\nrequires-python = ">=3.11"' in merged.text
    assert "strict = 1" in merged.text
    assert [".".join(kept.keys) for kept in merged.kept] == ["project.name", "tool.ruff.line-length"]


@pytest.mark.parametrize(
    ("path", "mine", "message"),
    [
        ("package.json", "{", "package.json cannot be read"),
        ("package.json", "[]", "no table"),
        ("package.json", '{"a": 1,}', "cannot be read"),
        ("pnpm-workspace.yaml", "a: [", "cannot be read"),
        ("pnpm-workspace.yaml", "a: &x {b: 1}\nc: *x\n", "aliases"),
        ("pnpm-workspace.yaml", "{a: 1}\n", "cannot be edited"),
        ("pyproject.toml", "a = \n", "cannot be read"),
        ("package.json", '{"new": 1, "a": {}, "a": {"b": 1}}', "cannot be edited"),
    ],
)
def test_what_cannot_be_edited_is_refused_and_not_guessed(path: str, mine: str, message: str) -> None:
    new = {"json": '{"a": {"c": 1}}', "yaml": "a: {c: 1}\nz: 1\n", "toml": "z = 1\n"}[path.rpartition(".")[2]]
    with pytest.raises(ManifestError, match=message) as refused:
        merge_manifest(path, None, mine, new)
    assert set(refused.value.lacking) <= {"a", "a.c", "z"} and refused.value.lacking


def test_which_files_are_manifests() -> None:
    manifests = ["package.json", "apps/web/package.json", "tsconfig.build.json", "pnpm-workspace.yaml", "a/b.toml"]
    others = ["drizzle/meta/_journal.json", ".github/workflows/ci.yml", "compose.yaml", ".vscode/tsconfig.json"]

    assert all(is_manifest(path) for path in manifests)
    assert not any(is_manifest(path) for path in others)
