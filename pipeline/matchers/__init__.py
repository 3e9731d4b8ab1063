"""What is found in a parsed article: one module for each table of facts."""
