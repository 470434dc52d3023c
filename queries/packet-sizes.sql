-- title: Packet sizes
-- section: Who and how much
-- answers: How large are packets? A record tells bytes and packets, so it counts with the average of its own.
-- $interface_id VARCHAR = NULL: only this interface
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH sizes(above, up_to) AS (
  VALUES (0, 64), (64, 128), (128, 256), (256, 512), (512, 1024), (1024, 1500), (1500, 9001), (9001, NULL)
)
SELECT
  above AS bytes_per_packet_above, up_to AS bytes_per_packet_up_to,
  count(*) AS records, sum(packets) AS packets, sum(bytes) AS bytes
FROM records
JOIN contexts USING (context_id)
JOIN sizes ON bytes > above * packets AND (up_to IS NULL OR bytes <= up_to * packets)
WHERE action = 'ACCEPT' AND packets > 0
  AND ($interface_id IS NULL OR interface_id = CAST($interface_id AS VARCHAR))
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY above, up_to
ORDER BY bytes_per_packet_above;
