"""`python -m agentscaffold` is the same as the `agentscaffold` command."""

from agentscaffold.cli import main

if __name__ == "__main__":
    main()
