"""Database backend for Django that brings its own server."""
