"""Goals of performance, each a ratio between the product and a floor measured in the same run."""
