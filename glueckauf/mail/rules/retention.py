"""How long mail is kept that belongs to no topic. What belongs to one goes with it: whoever owns the topic says when."""

from datetime import timedelta

SENT = timedelta(days=30)  # links to sign in, links to a draft: their words are gone already, the address follows
DISCARDED = timedelta(days=30)  # a clerk said that it belongs nowhere; a month to notice a mistake
AUTOMATIC = timedelta(days=30)  # bounces and absence notices without a topic
