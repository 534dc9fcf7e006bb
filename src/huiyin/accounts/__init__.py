"""Signing in: passwords, second factors, passkeys, the office's own sign-in (OIDC), sessions."""
