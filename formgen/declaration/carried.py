"""The names under which a finished file carries its data and says what it is.

Written by `render.finish` and `render.finish_docx`, looked for by `sources` and `verify`.
"""

ATTACHMENT = "declaration.toml"
PROFILE_ATTACHMENT = "profile.toml"
FOLDER_ATTACHMENT = "profile.zip"
"""The whole folder of a profile that does not come with formgen."""

ATTACHMENTS = (ATTACHMENT, PROFILE_ATTACHMENT, FOLDER_ATTACHMENT)
MEDIA_TYPE = "application/toml"
PROGRAM = "formgen"
LANGUAGE = "zh-CN"
XMP_NAMESPACE = "urn:formgen:declaration:1:"
"""Of formgen's own properties in a PDF."""

PDFUA_NAMESPACE = "http://www.aiim.org/pdfua/ns/id/"
DOCX_NAMESPACE = "urn:formgen:declaration:1"
"""Of the custom XML part in a DOCX."""

FORMAT = 1
"""Of what a finished file carries; stands among its properties. 0.2.0 wrote none."""
