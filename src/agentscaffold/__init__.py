"""Turn an agent file into a working backend repository."""

__version__ = "0.2.0"
