"""A report or a whole history as a file: to print, to calculate with, or to read with a program."""
