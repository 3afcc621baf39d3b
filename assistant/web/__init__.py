"""The HTTP front: the API under /v1, the OpenAI-compatible door, the pages and the widget."""
