"""E-mail: single mails, mailboxes, Outlook's own format, and what mails quote, carry and are signed with."""
