"""Pages measured on a store: against a floor of the same SQL and a bare template, in the engine, and against size."""
