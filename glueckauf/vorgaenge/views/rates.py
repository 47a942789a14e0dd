"""How often one visitor may do what costs us or opens something."""

from datetime import timedelta
from typing import TypedDict


class Rate(TypedDict):
    """Arguments of ratelimit.hit."""

    limit: int
    per: timedelta


NEW_DRAFTS = Rate(limit=600, per=timedelta(hours=1))
CODES = Rate(limit=10, per=timedelta(minutes=15))
LETTER_CODES = Rate(limit=30, per=timedelta(minutes=15))  # 80 bits, and a library has one address for all
MESSAGES = Rate(limit=30, per=timedelta(hours=1))
CONFIRMATIONS = Rate(limit=5, per=timedelta(hours=1))
UPLOADS = Rate(limit=60, per=timedelta(hours=1))
ENQUIRIES = Rate(limit=60, per=timedelta(hours=1))  # about other people, from one address: an office has one for all its people
HOLDS = Rate(limit=60, per=timedelta(hours=1))  # one person tries some times, nobody keeps all of them
RESUME_MAILS = Rate(limit=5, per=timedelta(hours=1))
