"""The door for text messages: the provider's webhooks, what a text means, and what it causes."""
