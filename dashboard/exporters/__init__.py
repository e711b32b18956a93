"""Ways out: orders as spreadsheets, and as a table that the import of tables takes in again."""
