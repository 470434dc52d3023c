-- The distinct questions behind all keys: what does this owner's rule list say of this traffic? ICMP has no type and code in the
-- log, so its keys ask once for each world of types and codes that the rules tell apart. Keys with a field missing ask nothing.
CREATE OR REPLACE TEMP TABLE questions AS
WITH asked AS (
  SELECT acl_owner AS owner, direction, protocol, port, block_id
  FROM key_stages WHERE acl_owner IS NOT NULL AND protocol IS NOT NULL AND port IS NOT NULL AND block_id IS NOT NULL
  UNION
  SELECT group_owner, direction, protocol, port, block_id
  FROM key_stages WHERE group_owner IS NOT NULL AND protocol IS NOT NULL AND port IS NOT NULL AND block_id IS NOT NULL
)
SELECT
  a.owner, a.direction, a.protocol, a.port, a.block_id,
  coalesce(w.type, a.port) AS port_or_type, coalesce(w.code, 0) AS code
FROM asked a LEFT JOIN icmp_worlds w ON w.protocol = a.protocol;
