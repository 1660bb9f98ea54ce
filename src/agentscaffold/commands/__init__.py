"""One module per command: each a straight line of named values, from request to outcome."""
