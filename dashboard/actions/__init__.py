"""The only code that changes anything: one file per button, all of them through change.py."""
