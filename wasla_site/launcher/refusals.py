"""Why the launcher would not go on."""


class LaunchRefused(Exception):
    """Something a person must put right first; the text is shown as it stands, without a traceback."""
