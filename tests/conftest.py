"""The fixtures that every room's tests may ask for."""

from tests.servers import certificate, dovecot, plain_dovecot, smtp_server

__all__ = ["certificate", "dovecot", "plain_dovecot", "smtp_server"]
