-- The interfaces that log, each with one context that says where it is, and the addresses that the network gives them.
CREATE OR REPLACE TEMP TABLE vantage_interfaces AS
SELECT b.interface_no, min(b.context_id) AS context_id, bool_or(c.instance_id IS NOT NULL) AS of_instance
FROM blame_contexts b JOIN contexts c USING (context_id)
GROUP BY b.interface_no;
