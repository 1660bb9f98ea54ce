"""The command line: arguments in, exit code out; one module per command.

The commands are imported when they run, so that `--help` and completion stay fast (docs/adr/0003).
"""

from agentscaffold.cli.app import app, main

__all__ = ["app", "main"]
