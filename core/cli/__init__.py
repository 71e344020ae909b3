"""Commands of ``python -m core``, one a module."""
