"""What is asked: `read` turns a Message into a Request, each field with the words that prove it."""

from intake.request.model import Field, Finding, Request, RequestKind
from intake.request.read import read
from intake.request.vocabulary import Vocabulary

__all__ = ["Field", "Finding", "Request", "RequestKind", "Vocabulary", "read"]
