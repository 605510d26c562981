"""Fonts of the PDF: found by the names the profile gives, measured, and prepared for embedding.

`find` knows which files a family is in; `faces` measures a font file and makes the small TrueType
fonts that are embedded; `chain` puts faces in the profile's order and says which characters no font
has. Whatever else is installed on a machine plays no part.
"""
