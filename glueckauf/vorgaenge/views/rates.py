"""How often one visitor may do what costs us or opens something."""

from datetime import timedelta
from typing import TypedDict


class Rate(TypedDict):
    """Arguments of ratelimit.hit."""

    limit: int
    per: timedelta


NEW_DRAFTS = Rate(limit=600, per=timedelta(hours=1))
CODES = Rate(limit=10, per=timedelta(minutes=15))
MESSAGES = Rate(limit=30, per=timedelta(hours=1))
RESUME_MAILS = Rate(limit=5, per=timedelta(hours=1))
