"""Outcomes as text or JSON: one module per command and format, each with its own versioned shape."""
