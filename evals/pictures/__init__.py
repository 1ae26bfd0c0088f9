"""How well chats are read from pictures: drawn by a real browser in random looks, read, and compared with the truth."""
