"""What is published: whether the data that somebody asks for is already there, and what of it is not.

A wrong link costs a requester's trust and a right one saves everybody a week: so the room knows for certain
(address, identifier, exact title), or suggests with good reason, or says nothing.
"""
