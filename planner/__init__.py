"""How a block is found: build, solve, extract, export, command line. Only here is ortools used."""

__version__ = "0.1.0"
