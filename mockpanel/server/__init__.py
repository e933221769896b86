"""When and where a stream runs: asyncio, FastAPI, uvicorn. Never imports Qt."""
