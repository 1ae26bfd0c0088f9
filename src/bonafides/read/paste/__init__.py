"""Pasted and plain text: bare messages, dialogues, copied pages and chats, mail threads."""
