"""E-mail intake for a town's open-data office.

Start reading at `process.py`: it is the walk of one message through the house.
"""

__version__ = "0.1.0"
