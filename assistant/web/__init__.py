"""The HTTP front: the API under /v1, the OpenAI-compatible door and the Dutch pages."""
