"""Turns what the simulation remembers into raw rows, as each tool and its connector hold them."""
