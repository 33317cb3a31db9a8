"""The clean ledger: every question put to the query engine after intake, and the only door to it."""
