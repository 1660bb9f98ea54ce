"""What a project had before it was adopted: files that are never written, manifests that are merged by key."""

from collections import defaultdict
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from agentscaffold.engine.template import TemplateFile


class Adopted(BaseModel):
    """Stored with the answers of a project that `adopt` brought in; nothing of it for one that `new` made.

    `unmanaged`: files of the blueprint that the user has otherwise or did not want. `merged`: manifests of which only
    the blueprint's keys are managed. `directories`: role → folder that was there before.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    unmanaged: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    directories: Mapping[str, str] = Field(default_factory=dict)

    def stored(self) -> dict[str, object]:
        """As plain data for the answers file; empty when there is nothing to know."""
        lists = {"unmanaged": sorted(self.unmanaged), "merged": sorted(self.merged)}
        return {key: value for key, value in {**lists, "directories": dict(self.directories)}.items() if value}

    def renamed(self, names: Mapping[str, str]) -> "Adopted":
        """The same files under new names; one without a new name keeps its own, should the blueprint have it again."""
        unmanaged, merged = (tuple(sorted({names.get(p, p) for p in paths})) for paths in (self.unmanaged, self.merged))
        return self.model_copy(update={"unmanaged": unmanaged, "merged": merged})


def new_names(old: Mapping[str, TemplateFile], new: Mapping[str, TemplateFile]) -> Mapping[str, str]:
    """Old → new path of every file that another render calls differently: a role may have got another folder.

    `old` and `new` are the outputs of the two renders. A file is the same if its template is; the packages of a loop
    keep their order.
    """
    before, after = _by_template(old), _by_template(new)
    names: dict[str, str] = {}
    for template, paths in before.items():
        others = after.get(template, [])
        gone, come = [p for p in paths if p not in others], [p for p in others if p not in paths]
        if len(gone) == len(come):
            names.update(zip(gone, come, strict=True))
    return names


def _by_template(outputs: Mapping[str, TemplateFile]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path, file in outputs.items():
        found[str(file.path)].append(path)
    return found
