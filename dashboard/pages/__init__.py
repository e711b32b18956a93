"""The staff's pages: one file per page or verb."""
