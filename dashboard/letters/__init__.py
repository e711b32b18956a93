"""Letters: one file per event, each a function from rows to a message for the outbox."""
