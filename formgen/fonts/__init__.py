"""Fonts of the PDF: found by the names the profile gives, measured, and prepared for embedding.

`find` knows which files a family is in; `faces` keeps a font's measures and the small TrueType fonts that
are embedded; `truetype` reads and makes them; `chain` puts faces in the profile's order and says which characters no font
has. Whatever else is installed on a machine plays no part.
"""
