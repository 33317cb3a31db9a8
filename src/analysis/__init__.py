"""Customer diagnostics: from a transaction log to numbers a consultant can defend."""
