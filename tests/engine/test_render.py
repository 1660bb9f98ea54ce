import os
from pathlib import Path

import pytest
import yaml

from agentscaffold.engine import read_template, render
from agentscaffold.errors import EngineError

from .conftest import WriteTemplate

AGENT_NAME = "{% yield agent from agents %}{{ agent.stem }}{% endyield %}.md.jinja"
FILES = {
    "{{ L.base }}/.claude/agents/" + AGENT_NAME: "{{ agent.text }}",
    "{{ L.base }}/NOTES.md.jinja": "{% for path in parts['notes.md'] %}{% include path %}{% endfor %}\n",
    "{{ L.base }}/{{ paths.db }}/index.ts.jinja": 'import x from "{{ imports.db }}";\n',
    "{{ L.web }}/_parts/notes.md": "web for {{ project_name }}\n",
    "{{ L.web }}/technology.toml": "never written",
    "{{ L.web }}/page.tsx": "<p>{{ not jinja }}</p>\n",
}


def answers(**more: object) -> dict[str, object]:
    return {
        "project_name": "shop",
        "blueprint": "any",
        "decisions": {"orm": {"value": "oak", "source": "agent", "line": 4}},
        "layers": ["base", "web"],
        "paths": {"db": "src/data"},
        "setting_sources": {},
        "packages": [{"role": "project", "root": ".", "name": "shop"}],
        "imports": {"db": "@/data"},
        "settings": {"scope": "@acme", "providers": ["oak"]},
        "replaced": [{"name": "ash", "by": "oak", "reason": "felled", "line": 3}],
        "agents": [{"stem": "writer", "text": "hello"}],
        **more,
    }


WORKSPACE = {
    "{{ L.web }}/{% yield member from members %}{{ member.root }}{% endyield %}/notes.md.jinja": (
        "{{ member.name }}: {% for path in member.parts['words'] %}{% include path %}{% endfor %}"
    ),
    "{{ L.web }}/top.md.jinja": "{{ top.name }}: {% for path in top.parts['words'] %}{% include path %}{% endfor %}",
    "{{ L.web }}/{{ roots.db }}/schema.sql": "",
    "{{ L.web }}/_parts/words": "all ",
    "{{ L.web }}/{{ roots.db }}/_parts/words": "db ",
    "{{ L.web }}/{{ roots.app }}/_parts/words": "app ",
    "{{ L.base }}/{{ roots.project }}/_parts/words": "project ",
}
PATHS = {"project": ".", "app": "apps/web", "db_package": "packages/db", "db": "packages/db/src"}


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_layers_lie_over_the_root_and_switched_off_ones_leave_no_trace(
    write_template: WriteTemplate, tmp_path: Path
) -> None:
    template = read_template(write_template(FILES))

    render(template, tmp_path / "on", answers())
    render(template, tmp_path / "off", answers(layers=["base"]))

    on, off = tree(tmp_path / "on"), tree(tmp_path / "off")
    assert set(on) - set(off) == {"page.tsx"}
    assert on["NOTES.md"] == b"web for shop\n"
    assert off["NOTES.md"] == b""
    assert on["src/data/index.ts"] == b'import x from "@/data";\n'


def test_the_answers_file_names_no_machine_and_the_exact_version(write_template: WriteTemplate, tmp_path: Path) -> None:
    render(read_template(write_template(FILES)), tmp_path / "p", answers())

    stored = yaml.safe_load((tmp_path / "p" / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert stored == answers() | {"_src_path": "agentscaffold://blueprints", "_commit": "7.8.9"}


@pytest.mark.parametrize(
    "text",
    [
        "plain\n",
        "no final newline",
        "crlf\r\nline\r\n",
        "lone\rcarriage",
        "\ufeffwith a mark\n",
        "{{ x }} {% raw %} {# c #} ${{ secrets.X }} {%- if a -%}",
        "emoji \N{ROCKET} \u200d \u2028 \u0085\n",
        "---\nname: x\n---\n- yaml: [like\n",
        "trailing   \n\n\n",
        "yes",
        "123",
        "",
    ],
)
def test_an_agent_file_keeps_its_bytes(write_template: WriteTemplate, tmp_path: Path, text: str) -> None:
    template = read_template(write_template(FILES))

    render(template, tmp_path / "p", answers(agents=[{"stem": "a", "text": text}]))

    assert (tmp_path / "p/.claude/agents/a.md").read_bytes() == text.encode()
    stored = yaml.safe_load((tmp_path / "p/.copier-answers.yml").read_text(encoding="utf-8"))
    assert stored["agents"][0]["text"] == text


def test_the_users_copier_settings_do_not_leak_in(
    write_template: WriteTemplate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings.yml"
    settings.write_text("defaults:\n  project_name: leaked\n  blueprint: leaked\n", encoding="utf-8")
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(settings))

    render(read_template(write_template(FILES)), tmp_path / "p", answers())

    assert b"leaked" not in b"".join(tree(tmp_path / "p").values())


def test_two_layers_writing_one_path_is_an_error(write_template: WriteTemplate, tmp_path: Path) -> None:
    template = read_template(
        write_template({"{{ L.base }}/same.txt": "one", "{{ L.web }}/same.txt": "two"}),
    )

    with pytest.raises(EngineError, match="two layers write same"):
        render(template, tmp_path / "p", answers())


@pytest.mark.parametrize(
    ("text", "more", "message"),
    [
        ("{{ nowhere }}", {}, "nowhere"),
        ("{% broken", {}, "TemplateSyntaxError"),
        ("", {"project_name": "Not A Name"}, "lower-case"),
        ("", {"layers": ["base", "gone"]}, "no layer gone"),
        ("", {"layers": None}, "no list of layers"),
        ("", {"paths": {"db": "../outside"}}, "Forbidden"),
    ],
)
def test_whatever_goes_wrong_is_one_kind_of_error(
    write_template: WriteTemplate, tmp_path: Path, text: str, more: dict[str, object], message: str
) -> None:
    files = {"{{ L.base }}/a.jinja": text, "{{ L.web }}/b": "", "{{ L.base }}/{{ paths.db }}/c": ""}
    template = read_template(write_template(files))

    with pytest.raises(EngineError, match=message):
        render(template, tmp_path / "p", answers(**more))


def test_git_and_home_are_not_needed(
    write_template: WriteTemplate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "USER", "LOGNAME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PATH", os.devnull)

    render(read_template(write_template(FILES)), tmp_path / "p", answers())

    assert (tmp_path / "p/page.tsx").read_text() == "<p>{{ not jinja }}</p>\n"


def test_every_package_of_a_workspace_gets_what_is_for_it_and_for_all(
    write_template: WriteTemplate, tmp_path: Path
) -> None:
    packages = [
        {"role": "app", "root": "apps/web", "name": "@x/web"},
        {"role": "db_package", "root": "packages/db", "name": "@x/db"},
    ]
    render(read_template(write_template(WORKSPACE)), tmp_path / "out", answers(paths=PATHS, packages=packages))

    made = tree(tmp_path / "out")
    del made[".copier-answers.yml"]
    assert made == {
        "apps/web/notes.md": b"@x/web: all app ",
        "packages/db/notes.md": b"@x/db: all db ",
        "packages/db/schema.sql": b"",
        "top.md": b"shop: project ",
    }


def test_in_one_package_everything_is_for_it(write_template: WriteTemplate, tmp_path: Path) -> None:
    one = [{"role": "project", "root": ".", "name": "shop"}]
    render(read_template(write_template(WORKSPACE)), tmp_path / "out", answers(paths=PATHS, packages=one))

    made = tree(tmp_path / "out")
    assert made["notes.md"] == b"shop: project all app db "
    assert "schema.sql" in made
