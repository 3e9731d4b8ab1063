"""What is found in a parsed article: one package for each table of facts, its Matcher in matcher.py."""
