-- What each of some interfaces logged at all. The records are counted, not the contexts, for those may outlast their records.
-- Parameters: interface_ids VARCHAR (JSON)
SELECT
  c.interface_id,
  count(*) AS records,
  count(*) FILTER (c.log_status = 'SKIPDATA') AS skipdata,
  count(*) FILTER (c.action IN ('ACCEPT', 'REJECT') AND (r.pkt_srcaddr_hi IS NULL OR r.pkt_dstaddr_hi IS NULL)) AS without_packet_addresses
FROM records r
JOIN contexts c USING (context_id)
JOIN (SELECT DISTINCT unnest(from_json(CAST($interface_ids AS JSON), '["VARCHAR"]')) AS interface_id) w USING (interface_id)
GROUP BY c.interface_id
ORDER BY c.interface_id;
