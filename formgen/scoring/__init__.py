"""Scoring: wordings into rules, rules and actual values into a score sheet. No files, no rendering."""
