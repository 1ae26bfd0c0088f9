"""What a service is handed: one bundle, with a preview of what it says and what was taken out."""
