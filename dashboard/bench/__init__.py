"""`desk.py bench`: what docs/speed.md tells, measured. A benchmark is never a timed test."""
