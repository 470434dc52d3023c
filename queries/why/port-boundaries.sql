-- The destination ports at which the entries of the network ACLs begin to say something else.
SELECT DISTINCT unnest([r.port_from, r.port_to + 1]) AS port
FROM rules r
JOIN rule_owners o USING (owner)
WHERE o.acl_id IS NOT NULL
ORDER BY port;
