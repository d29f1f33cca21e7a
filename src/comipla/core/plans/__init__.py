"""Problems and plans of a community: their words, their rules, the life of a plan."""
