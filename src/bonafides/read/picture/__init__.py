"""Reads pictures of chats: text recognised on this machine, speakers told by the place and colour of their bubbles."""
