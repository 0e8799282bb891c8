"""What becomes of a record when the message it was read from is edited or deleted.

An edited line is read again by whoever keeps the record, a new one is taken down, and one that is gone is asked about,
privately, because people tidy up their messages without meaning to take back what they said. What was only offered to be
noted follows its words, and goes with them without a word.
"""

from __future__ import annotations

from handlers.captures import asking, changing
from handlers.captures.asking import feature

__all__ = ["asking", "changing", "feature"]
