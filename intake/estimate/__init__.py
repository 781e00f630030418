"""What it costs: a request's effort by the town's table, priced by the town's card, in integers."""
