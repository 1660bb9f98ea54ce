from datetime import date

from agentscaffold.engine.template import read_template, unknown_layers

from .conftest import WriteTemplate

FILES = {
    "{{ L.base }}/_parts/notes.md": "base",
    "{{ L.base }}/README.md": "",
    "{{ L.web }}/_parts/notes.md": "web",
    "{{ L.web }}/technology.toml": "",
    "{{ L.web }}/{{ L.better_auth }}/_parts/notes.md": "both",
    "{{ L.better_auth }}/_parts/notes.md": "auth",
}


def test_layers_are_found_by_their_folders(write_template: WriteTemplate) -> None:
    template = read_template(write_template(FILES))

    assert template.layers == ("base", "better_auth", "web")
    assert template.version == "7.8.9"
    assert template.proven == date(2026, 2, 3)
    assert template.switches(["base", "better-auth"]) == {"base": ".", "better_auth": ".", "web": ""}


def test_contributions_follow_the_order_of_the_layers_and_shared_ones_come_last(write_template: WriteTemplate) -> None:
    template = read_template(write_template(FILES))
    layers = "blueprints/layers/"

    assert template.parts(["base", "better-auth", "web"]) == {
        "notes.md": [
            layers + "{{ L.base }}/_parts/notes.md",
            layers + "{{ L.better_auth }}/_parts/notes.md",
            layers + "{{ L.web }}/_parts/notes.md",
            layers + "{{ L.web }}/{{ L.better_auth }}/_parts/notes.md",
        ]
    }
    assert template.parts(["web"]) == {"notes.md": [layers + "{{ L.web }}/_parts/notes.md"]}
    assert template.parts([]) == {"notes.md": []}


def test_a_layer_that_does_not_exist_is_named(write_template: WriteTemplate) -> None:
    assert unknown_layers(read_template(write_template(FILES)), ["base", "gone-away"]) == ("gone-away",)
