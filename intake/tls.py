"""Who is at the other end of a connection: what the mailbox and the letters ask before a password is sent."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from pathlib import Path


def verifying_context(ca_file: Path | None) -> ssl.SSLContext:
    """Certificate and host name are verified, against `ca_file` where given, else the system's authorities.

    Raises OSError (ssl.SSLError is one) where the file cannot be read or holds no certificate.
    """
    return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)


def is_loopback(connection: socket.socket) -> bool:
    """True where what is sent stays on this machine, so that nobody can listen in.

    Judged by the address that answered, not by the host's name, which a resolver may send anywhere.
    """
    address = ipaddress.ip_address(connection.getpeername()[0].partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_loopback or (mapped is not None and mapped.is_loopback)


def explained(error: OSError, host: str) -> str:
    """Why there is no connection, in words; names `ca_file` where the certificate is not trusted."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {host} is not trusted ({error.verify_message}): set ca_file to the "
            "authority that signed it, or use the host name that it was made for"
        )
    if isinstance(error, ssl.SSLError):
        reason = (error.reason or "handshake failed").replace("_", " ").lower()
        return f"no TLS with {host} ({reason}): check port and tls"
    if isinstance(error, TimeoutError):
        return f"{host} did not answer in time"
    if isinstance(error, socket.gaierror):
        return f"there is no host {host}: check host, or this machine's name resolution"
    return error.strerror or str(error) or type(error).__name__
