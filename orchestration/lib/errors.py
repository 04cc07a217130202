"""The one exception that a person can act on.

Its message is shown as it stands, without a traceback.
"""


class UserError(Exception):
    """Something that the reader of the message can put right: a file, a setting, a rule."""
