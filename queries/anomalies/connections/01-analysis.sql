-- What is looked at: the window, the aggregation interval (by the length that 99 of 100 records do not exceed), and which fields the
-- logs have.
-- Parameters: since BIGINT, until BIGINT (record start, Unix seconds; NULL: no bound)
INSERT INTO analysis
WITH lengths AS (
  SELECT
    least(coalesce("end", "start") - "start", 601) AS seconds, count(*) AS records, min("start") AS first_s, max("end") AS last_s,
    count(tcp_flags) AS flags, count(pkt_srcaddr_hi) AS packet_addresses
  FROM records
  JOIN (SELECT context_id FROM contexts WHERE action IN ('ACCEPT', 'REJECT') AND coalesce(log_status, 'OK') = 'OK') USING (context_id)
  WHERE "start" IS NOT NULL AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
  GROUP BY seconds
),
ranked AS (
  SELECT seconds, sum(records) OVER (ORDER BY seconds) AS up_to, sum(records) OVER () AS records FROM lengths
),
logged AS (SELECT unnest(fields) AS field FROM objects WHERE records > coalesce(duplicates, 0))
SELECT
  coalesce(CAST($since AS BIGINT), (SELECT min(first_s) FROM lengths)),
  coalesce(CAST($until AS BIGINT), (SELECT max(last_s) + 1 FROM lengths)),
  -- A packet may be reported up to a minute late, so an interval of 60 s is not always cut at 60 s.
  CASE WHEN (SELECT min(seconds) FROM ranked WHERE 100 * up_to >= 99 * records) > 90 THEN 600 ELSE 60 END,
  coalesce((SELECT sum(flags) FROM lengths), 0) > 0,
  EXISTS (FROM contexts WHERE flow_direction IS NOT NULL),
  coalesce((SELECT sum(packet_addresses) FROM lengths), 0) > 0,
  EXISTS (FROM logged WHERE field IN ('pkt-dst-aws-service', 'pkt-src-aws-service')),
  EXISTS (FROM contexts WHERE action = 'ACCEPT'),
  EXISTS (FROM contexts WHERE action = 'REJECT'),
  EXISTS (FROM network_epochs),
  0,
  0;
