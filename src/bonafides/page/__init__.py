"""The browser edition: one static folder, the core run by Pyodide, so that nothing leaves the phone."""
