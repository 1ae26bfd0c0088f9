"""What third-party programs export of WeChat, which has no export of its own."""
