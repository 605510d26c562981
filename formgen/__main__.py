"""`python -m formgen`, and the command `formgen`: the same program."""

from __future__ import annotations

from formgen.base.collector import collect_rarely


def main() -> None:
    """The entry point."""
    collect_rarely()  # first of all: else what loads the program is looked through as it comes in
    from formgen.cli import main as run_program

    run_program()


if __name__ == "__main__":
    main()
