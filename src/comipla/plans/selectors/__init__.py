"""Read issues and plans; a plan is read for an actor, or for everybody once it is public."""
