"""Classifications of customers that several rooms use: pure functions of what was known by a day."""
