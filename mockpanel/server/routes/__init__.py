"""The routes: thin, one file a face of the server."""
