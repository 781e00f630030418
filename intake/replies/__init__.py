"""The letters: decided elsewhere, worded by templates, composed here, handed to SMTP.

One template, `body.txt`, holds the words of a letter; its plain text and its HTML are both made from the
same blocks, so that they can never say different things. See `manuscript.py` for the few marks of a template
and `context.py` for the values that one may use.
"""
