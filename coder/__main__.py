"""Lets `python -m coder` do what the command `coder` does."""

from coder.cli import main

if __name__ == "__main__":
    main()
