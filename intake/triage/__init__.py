"""What we do about a message: policy as a table of rules, decided on values, done elsewhere.

Rules read downwards in `rules.py`; the gate that every automatic letter passes is `gate.py`.
"""
