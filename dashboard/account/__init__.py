"""The buyers’ pages."""
