"""A store of any number of orders to measure pages on: made up by seeded dice, kept, and used again while it fits."""
