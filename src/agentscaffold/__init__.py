"""Turn an agent file into a working backend repository."""

__version__ = "0.1.0"
