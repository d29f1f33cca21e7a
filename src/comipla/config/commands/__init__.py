"""The commands of ``comipla``; see ``comipla.config.cli.COMMANDS``."""
