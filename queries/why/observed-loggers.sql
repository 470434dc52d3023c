-- What each of the interfaces in `observed_records` logged at all. The records are counted, not the contexts, for those may outlast their
-- records.
SELECT
  c.interface_id,
  count(*) AS records,
  count(*) FILTER (c.log_status = 'SKIPDATA') AS skipdata,
  count(*) FILTER (c.action IN ('ACCEPT', 'REJECT') AND (r.pkt_srcaddr_hi IS NULL OR r.pkt_dstaddr_hi IS NULL)) AS without_packet_addresses
FROM observed_records r
JOIN contexts c USING (context_id)
GROUP BY c.interface_id
ORDER BY c.interface_id;
