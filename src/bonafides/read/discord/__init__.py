"""Discord: chats saved by DiscordChatExporter, and the user's own data package."""
