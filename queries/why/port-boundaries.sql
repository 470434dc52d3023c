-- The destination ports at which the network ACL entries that the probes meet begin to say something else.
SELECT DISTINCT unnest([r.port_from, r.port_to + 1]) AS port
FROM key_stages k
JOIN rules r ON 2 * r.owner + CAST(r.egress AS INTEGER) = k.acl_list
JOIN probes p USING (key_id)
WHERE r.protocol = -1 OR r.protocol = p.protocol
ORDER BY port;
