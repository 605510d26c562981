"""The page in the browser: formgen without a command line.

Comes in: requests of this machine's own browser. Goes out: pages, pictures of the real PDF, downloads. No
handler computes anything: forms are opened, changed and printed by the library, and what is shown is what is
saved.
"""
