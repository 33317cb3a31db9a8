"""Rules on typed values as Narwhals expressions: written once, for any engine that holds the rows."""
