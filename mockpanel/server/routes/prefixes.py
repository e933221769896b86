"""Under which paths the OpenAI endpoints are found."""

AZURE = "/openai"
PREFIXES = ("/v1", "", AZURE + "/v1", AZURE)
"""Of every endpoint; Azure's newer API is the same one under a path of its own."""
