"""The user's repository: where it is, and whether it is in a state that an update can be taken back from."""

import os
from dataclasses import dataclass
from pathlib import Path

from agentscaffold.engine.merge.git import Git, text
from agentscaffold.errors import EngineError, UsageError


@dataclass(frozen=True)
class Repository:
    """A repository with the project in it.

    `prefix` is the project's folder inside it (empty, or ending in `/`); `tree` is what the last commit has there.
    """

    top: Path
    git_dir: Path
    objects: Path
    attributes: Path
    prefix: str
    object_format: str
    head: str
    tree: str

    @property
    def project(self) -> Path:
        return self.top / self.prefix

    @property
    def git(self) -> Git:
        return Git(self.top)


def find_repository(project: Path) -> Repository:
    """The repository that `project` lies in.

    Raises `UsageError` if there is none, nothing was committed yet, or nothing of this folder.
    """
    folder = project.resolve()
    if not folder.is_dir():
        raise UsageError(f"{project} is not a folder", hint="Name the folder of the project.")
    git = Git(folder)
    wanted = ("--show-toplevel", "--absolute-git-dir", "--show-prefix", "--show-object-format")
    done = git.run("rev-parse", *wanted, "--git-path", "objects", "--git-path", "info/attributes")
    if done.returncode:
        complaint = text(done.stderr).strip()
        if "not a git repository" in complaint:
            raise UsageError(f"{project} is in no git repository", hint="Make one (git init) and commit the project.")
        raise EngineError(f"git cannot read the repository of {project}: {complaint[:300]}")
    top, git_dir, prefix, object_format, objects, attributes = text(done.stdout).split("\n")[:6]
    committed = git.run("rev-parse", "HEAD^{commit}", f"HEAD:{prefix.rstrip('/')}")
    if committed.returncode:
        what = f"nothing of {prefix.rstrip('/')}" if prefix else "nothing"
        raise UsageError(f"{what} is committed in {top} yet", hint="Commit the project first.")
    head, tree = text(committed.stdout).split()
    return Repository(
        Path(top),
        Path(git_dir),
        Path(os.path.normpath(folder / objects)),
        Path(os.path.normpath(folder / attributes)),
        prefix,
        "sha1" if object_format.startswith("--") else object_format,  # a git from before there was a choice
        head,
        tree,
    )
