-- title: Security group pairs
-- section: Who can reach what
-- answers: Which security groups talk to which, and what of it was refused? Needs an imported network; the service is the lower port, NULL an end outside of it.
-- $limit BIGINT = 20: rows to show
-- $since BIGINT = NULL: records that start at or after this time, Unix seconds
-- $until BIGINT = NULL: records that start before this time, Unix seconds
WITH members AS (
  SELECT epoch, hi, lo, any_value(security_groups) AS security_groups
  FROM interface_addresses
  JOIN interfaces USING (epoch, interface_id)
  JOIN profiles USING (profile_id)
  JOIN rule_owners ON owner = group_owner
  GROUP BY epoch, hi, lo
  -- An address of two VPCs tells no groups.
  HAVING count(DISTINCT security_groups) = 1
),
seen AS (
  SELECT
    interface_id, epoch, protocol, srcport < dstport AS reply, least(srcport, dstport) AS port,
    coalesce(pkt_srcaddr_hi, srcaddr_hi) AS src_hi, coalesce(pkt_srcaddr_lo, srcaddr_lo) AS src_lo,
    coalesce(pkt_dstaddr_hi, dstaddr_hi) AS dst_hi, coalesce(pkt_dstaddr_lo, dstaddr_lo) AS dst_lo,
    sum(bytes) FILTER (action = 'ACCEPT') AS bytes,
    count(*) FILTER (action = 'ACCEPT') AS accepted, count(*) FILTER (action = 'REJECT') AS rejected
  FROM records
  JOIN contexts USING (context_id)
  JOIN network_epochs
    ON ("start" >= valid_from_s OR valid_from_s IS NULL) AND ("start" < valid_to_s OR valid_to_s IS NULL)
  WHERE action IS NOT NULL
    AND ($since IS NULL OR "start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR "start" < CAST($until AS BIGINT))
  GROUP BY interface_id, epoch, protocol, reply, port, src_hi, src_lo, dst_hi, dst_lo
),
-- Both ends may log the same packets.
pairs AS (
  SELECT
    epoch, protocol, port, reply, src_hi, src_lo, dst_hi, dst_lo,
    max(bytes) AS bytes, max(accepted) AS accepted, max(rejected) AS rejected
  FROM seen
  GROUP BY epoch, protocol, port, reply, src_hi, src_lo, dst_hi, dst_lo
)
SELECT
  CASE WHEN reply THEN d.security_groups ELSE s.security_groups END AS client_groups,
  CASE WHEN reply THEN s.security_groups ELSE d.security_groups END AS service_groups,
  port, protocol, sum(bytes) AS bytes, sum(accepted) AS accepted_records, sum(rejected) AS rejected_records
FROM pairs p
LEFT JOIN members s ON s.epoch = p.epoch AND s.hi = src_hi AND s.lo = src_lo
LEFT JOIN members d ON d.epoch = p.epoch AND d.hi = dst_hi AND d.lo = dst_lo
WHERE s.security_groups IS NOT NULL OR d.security_groups IS NOT NULL
GROUP BY client_groups, service_groups, port, protocol
ORDER BY bytes DESC NULLS LAST, client_groups, service_groups, port, protocol
LIMIT $limit;
