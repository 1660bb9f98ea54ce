"""The files that were there before, under the names that another render gives them."""

from pathlib import PurePosixPath

from agentscaffold.engine import Adopted, new_names
from agentscaffold.engine.template import TemplateFile


def outputs(**templates: str) -> dict[str, TemplateFile]:
    return {path.replace("__", "/"): TemplateFile(PurePosixPath(template), ()) for path, template in templates.items()}


def test_a_file_of_a_moved_directory_has_a_new_name() -> None:
    old = outputs(src__db__a="{{ paths.db }}/a", src__db__b="{{ paths.db }}/b", readme="readme")
    new = outputs(src__data__a="{{ paths.db }}/a", src__data__b="{{ paths.db }}/b", readme="readme", more="more")

    assert new_names(old, new) == {"src/db/a": "src/data/a", "src/db/b": "src/data/b"}


def test_packages_of_a_loop_are_told_apart_by_what_stays() -> None:
    old = outputs(p__db__x="{% yield %}/x", p__api__x="{% yield %}/x")
    new = outputs(p__data__x="{% yield %}/x", p__api__x="{% yield %}/x")

    assert new_names(old, new) == {"p/db/x": "p/data/x"}


def test_a_file_that_became_two_is_not_guessed() -> None:
    old = outputs(a__x="x")
    new = outputs(b__x="x", c__x="x")

    assert new_names(old, new) == {}


def test_what_the_new_render_has_not_stays_known() -> None:
    adopted = Adopted(unmanaged=("b", "a"), merged=("package.json",), directories={"db": "src/db"})

    renamed = adopted.renamed({"a": "z/a"})

    assert renamed.unmanaged == ("b", "z/a")
    assert renamed.stored() == {
        "unmanaged": ["b", "z/a"],
        "merged": ["package.json"],
        "directories": {"db": "src/db"},
    }
    assert Adopted().stored() == {}
