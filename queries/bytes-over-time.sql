-- title: Bytes over time
-- section: Who and how much
-- answers: How much was let in and out, hour by hour? Direction is known only where the log has flow-direction.
-- $bucket_s BIGINT = 3600: seconds of a row
-- $interface_id VARCHAR = NULL: only this interface
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
SELECT
  make_timestamp(("start" - mod("start", CAST($bucket_s AS BIGINT))) * 1000000) AS bucket,
  sum(bytes) AS bytes, sum(packets) AS packets,
  sum(CASE WHEN flow_direction = 'ingress' THEN bytes END) AS ingress_bytes,
  sum(CASE WHEN flow_direction = 'egress' THEN bytes END) AS egress_bytes, count(*) AS records
FROM records JOIN contexts USING (context_id)
WHERE action = 'ACCEPT' AND ($interface_id IS NULL OR interface_id = CAST($interface_id AS VARCHAR))
  AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
GROUP BY bucket
ORDER BY bucket;
