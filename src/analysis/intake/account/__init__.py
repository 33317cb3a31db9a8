"""The account of what was read, used and left out; rows and money balance."""
