"""What it costs: measurements that anybody can repeat."""
