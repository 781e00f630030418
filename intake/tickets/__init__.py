"""What we remember: messages and what became of each, tickets and their history, letters and their fate.

Knock at `store.Store` and `outbox.Outbox`. The same statements run on SQLite, the default, and on PostgreSQL;
where the two differ, `database.py` says so. One message is one transaction: its outcome, its ticket, the
events and the letters appear together or not at all, and nothing is sent or filed before they are there.
The guards are the database's own: the unique key of a message (mailbox, UIDVALIDITY, UID), one recorded
message for each Message-ID and content, one letter for each Message-ID of ours.
"""
