"""What runs again and again: the sender, the LMTP listener, the IMAP adapter."""
