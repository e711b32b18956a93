"""The rules' own tests: no application, no database, and Hypothesis without a stopwatch."""

from hypothesis import settings

settings.register_profile("rules", deadline=None, database=None, derandomize=True)
settings.load_profile("rules")
