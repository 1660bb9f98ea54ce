"""What is in a repository: files, manifests, commands, variables, agents. Read only, and never run."""

from agentscaffold.survey.files import list_files, read_text
from agentscaffold.survey.model import (
    Ecosystem,
    EnvironmentUse,
    LockFile,
    Manifest,
    Problem,
    Survey,
    Variables,
    composed,
)
from agentscaffold.survey.take import survey

__all__ = [
    "Ecosystem",
    "EnvironmentUse",
    "LockFile",
    "Manifest",
    "Problem",
    "Survey",
    "Variables",
    "composed",
    "list_files",
    "read_text",
    "survey",
]
