"""What the pages of surveys need beside their views."""
