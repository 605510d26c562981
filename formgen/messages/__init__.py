"""Every Chinese sentence a user can see, one module per part of the program.

Each is a template with named fields: `reading.EMPTY_FILE.format(path=path)`. A message says what is
wrong and where; what to do next stands in it or in the fault's `hint`. Labels of the form itself are
not here but in the profile, for another province words them differently.
"""
