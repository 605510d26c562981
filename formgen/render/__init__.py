"""Renderers: a planned form in, the bytes of a DOCX or a PDF out.

They decide nothing about words or pages: every string comes from the `FormView`, every page break from
the plan.
"""
