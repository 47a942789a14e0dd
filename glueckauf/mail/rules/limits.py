"""What the inlet takes. Larger or deeper mail is refused or kept unread, never parsed."""

MAIL_BYTES = 52_428_800  # Postfix: message_size_limit
PARTS = 200
MULTIPARTS = 50
NESTED_MAILS = 20
HEADER_BYTES = 8_192  # of one Content-Type or Content-Disposition; Python's reader of parameters is quadratic
HEADER_BLOCK_BYTES = 262_144
TEXT_CHARS = 100_000
HTML_BYTES = 2_000_000
WINMAIL_OBJECTS = 500
DECORATION_BYTES = 15_000
