"""`python -m formgen` is the same program as the command `formgen`."""

from formgen.cli import main

if __name__ == "__main__":
    main()
