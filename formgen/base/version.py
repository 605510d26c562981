"""The version of this program, as results and --version name it."""

__version__ = "0.3.0"
