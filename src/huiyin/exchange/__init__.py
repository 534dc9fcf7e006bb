"""Matters from outside: files of other systems, read, checked and loaded."""
