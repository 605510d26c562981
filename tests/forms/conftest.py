"""The command line in this process."""

from tests.cli.conftest import formgen

__all__ = ["formgen"]
