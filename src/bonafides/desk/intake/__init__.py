"""How reports come in: forms, mails, a drop folder, a mailbox, many at once; and what the corridor makes of them."""
