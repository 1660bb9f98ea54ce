"""Every foreseeable failure, with what to do about it and the exit code it ends with."""


class ScaffoldError(Exception):
    """A failure the user can act on: shown as one message without a traceback.

    `message` says what is wrong and where, `hint` what to do about it.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(ScaffoldError):
    """The command line asks for something that does not exist or is badly formed."""

    exit_code = 2


class AgentFileError(ScaffoldError):
    """The agent file cannot be read, or holds something that must be allowed explicitly."""

    exit_code = 3


class OpenQuestionError(ScaffoldError):
    """A decision is open, and nobody can be asked."""

    exit_code = 4


class UnsupportedStackError(ScaffoldError):
    """The stack is contradictory, or no blueprint generates it."""

    exit_code = 5


class EngineError(ScaffoldError):
    """Rendering failed, or the target cannot be written."""

    exit_code = 6
