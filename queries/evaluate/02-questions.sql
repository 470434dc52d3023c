-- The distinct questions behind all keys: what does this list of rules say of this traffic with this block? ICMP has no type and code
-- in the log, so it asks once for each world of types and codes that the rules tell apart.
CREATE OR REPLACE TEMP TABLE questions AS
SELECT q.list, q.block_id, q.traffic + coalesce(w.type, 0) AS traffic, coalesce(w.code, 0) AS code
FROM (
  SELECT acl_list AS list, block_id, traffic FROM key_stages WHERE acl_list IS NOT NULL
  UNION
  SELECT group_list, block_id, traffic FROM key_stages WHERE group_list IS NOT NULL
) q
LEFT JOIN icmp_worlds w ON w.protocol * 65536 = q.traffic;
