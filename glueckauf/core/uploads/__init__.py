"""Uploads: streamed and limited on the way in, inspected by content, scanned for malware."""
