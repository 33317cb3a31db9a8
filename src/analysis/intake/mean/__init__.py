"""What rows and columns mean: ids, days and money, decided by all values of a column."""
