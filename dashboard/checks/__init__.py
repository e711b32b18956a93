"""The invariants: what must be true of the whole database, each with a name and a sentence, and who breaks it."""
