from pathlib import Path

import pytest

from agentscaffold.catalogue import SLOTS, Catalogue, load_catalogue
from agentscaffold.catalogue.load import layer_folder, read_catalogue
from agentscaffold.errors import EngineError

LAYERED = 'id = "acme-db"\nslot = "database"\nname = "Acme"\naliases = ["acme"]\n'
LIBRARY = '[[library]]\nname = "Old"\nslot = "auth"\nby = "b"\nreason = "r"\nsource = "https://x"\n'
KNOWN = '[other]\nslot = "database"\nname = "Other"\n'


def catalogue(
    tmp_path: Path,
    *,
    layered: str = LAYERED,
    known: str = KNOWN,
    folder: str = "{{ L.acme_db }}",
    superseded: str = "",
) -> Catalogue:
    layers = tmp_path / "layers"
    (layers / folder).mkdir(parents=True)
    (layers / folder / "technology.toml").write_text(layered)
    (tmp_path / "known.toml").write_text(known)
    (tmp_path / "superseded.toml").write_text(superseded)
    return read_catalogue(layers, tmp_path / "known.toml", tmp_path / "superseded.toml")


def test_a_technology_with_a_layer_is_generated(tmp_path: Path) -> None:
    found = catalogue(tmp_path)

    acme, other = found.of_slot("database")
    assert (acme.id, acme.layer, acme.generated) == ("acme-db", "acme-db", True)
    assert (other.id, other.layer, other.generated) == ("other", None, False)
    assert found.get("acme-db") is acme
    assert found.get("nothing") is None


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"known": "[a\n"}, "known.toml: not valid TOML", id="toml"),
        pytest.param({"known": '[a]\nslot = "x"\nname = "A"\n'}, r"known.toml: a\.slot: ", id="unknown slot"),
        pytest.param({"known": '[a]\nslot = "orm"\n'}, r"known.toml: a\.name: ", id="no name"),
        pytest.param(
            {"known": '[a]\nslot = "orm"\nname = "A"\nalias = ["x"]\n'}, r"known.toml: a\.alias: ", id="unknown key"
        ),
        pytest.param({"known": "a = 1\n"}, "known.toml: a: is not a table", id="no table"),
        pytest.param(
            {"known": '[acme-db]\nslot = "orm"\nname = "A"\n'}, "acme-db is in the catalogue twice", id="duplicate"
        ),
        pytest.param(
            {"known": '[a]\nslot = "orm"\nname = "A"\nimplies = ["b"]\n'},
            "a: b is not in the catalogue",
            id="reference",
        ),
        pytest.param({"folder": "acme"}, "a layer folder is called", id="folder"),
        pytest.param({"folder": "{{ L.other }}"}, "acme-db belongs in the folder", id="folder of another"),
        pytest.param({"superseded": LIBRARY + 'part_of = "x"\n'}, "Old: x is no auth of", id="part of nothing"),
        pytest.param(
            {"superseded": LIBRARY + 'technology = "other"\n'}, "Old: other is no auth of", id="part of another slot"
        ),
        pytest.param({"superseded": LIBRARY.replace("slot", "slt")}, r"superseded.toml: Old\.slot: ", id="no slot"),
        pytest.param({"layered": 'slot = "orm"\nname = "A"\n'}, r"acme_db }}/technology.toml: id: ", id="no id"),
    ],
)
def test_says_which_file_and_key_is_wrong(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    with pytest.raises(EngineError, match=message):
        catalogue(tmp_path, **changes)


def test_every_slot_has_values_and_generated_ones_come_first() -> None:
    found = load_catalogue()

    for slot in SLOTS:
        generated = [technology.generated for technology in found.of_slot(slot)]
        assert generated, slot
        assert generated == sorted(generated, reverse=True), slot


def test_every_technology_can_be_recognised() -> None:
    for technology in load_catalogue().technologies:
        marks = (
            *technology.aliases, *technology.exact, *technology.packages, *technology.code, *technology.commands,
            *technology.files, *technology.fences,
        )  # fmt: skip

        assert marks, technology.id


def test_kinship_and_implications_stay_within_reason() -> None:
    found = load_catalogue()

    for technology in found.technologies:
        for other in technology.kin:
            relative = found.get(other)
            assert relative is not None
            assert relative.slot == technology.slot, technology.id


def test_superseded_libraries_say_why_since_when_and_who_says_so() -> None:
    found = load_catalogue()

    assert {"@vercel/postgres", "Lucia"} <= {library.name for library in found.superseded}
    for library in found.superseded:
        assert library.source.startswith("https://"), library.name
        assert library.packages or library.aliases or library.technology, library.name
        assert library.technology or library.part_of, library.name


def test_folder_names() -> None:
    assert layer_folder("next-auth") == "{{ L.next_auth }}"
