"""How exact and how fast the server is, beside a plain FastAPI server that sleeps 1/tps after each token."""
