"""Replaying a place's arrivals and staffing under a method: what would have been late, where work
would have piled up. Values in, values out; discrete events by simpy, nothing by chance."""
