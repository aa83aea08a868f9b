"""Moyasar (v1), as its documentation and its client libraries' fixtures show it."""
