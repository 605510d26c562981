"""Inspections: the bytes of a result in, every difference from what the form says out.

They read the finished file anew and trust nothing a renderer knows.
"""
