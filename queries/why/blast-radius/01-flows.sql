-- What was refused where changes let traffic through, and would match them: flows, each with its records.
-- A place is an interface, or an interface that the network does not know in a subnet whose network ACL changes. The connection
-- that a change is for is left out: the asked interface's own address, and of a reply the port of the service. A record without
-- packet-level addresses shows the interface's primary address, so that it may be of that connection as well.
-- Records without flow-direction have it by the side on which an address of the interface stands.
-- Parameters: changes VARCHAR (JSON; NULL as port bounds, asked interface or service port, which is the source port: any; a remote
-- and an asked local address as boxes, of one family), touched VARCHAR (JSON: the interface or the subnet of each place of each
-- change), since BIGINT, until BIGINT (record start, Unix seconds; NULL: no bound)
CREATE OR REPLACE TEMP TABLE blast_flows AS
WITH changes AS (
  SELECT unnest(from_json(CAST($changes AS JSON), '[{
    "change": "INTEGER", "egress": "BOOLEAN", "protocol": "INTEGER", "portFrom": "INTEGER", "portTo": "INTEGER", "family": "INTEGER",
    "untrackedOnly": "BOOLEAN", "askedInterface": "VARCHAR", "servicePort": "INTEGER",
    "remoteFromHi": "BIGINT", "remoteFromLo": "BIGINT", "remoteToHi": "BIGINT", "remoteToLo": "BIGINT",
    "localFromHi": "BIGINT", "localFromLo": "BIGINT", "localToHi": "BIGINT", "localToLo": "BIGINT"
  }]'), recursive := TRUE)
),
touched AS (
  SELECT unnest(from_json(CAST($touched AS JSON), '[{
    "change": "INTEGER", "interfaceId": "VARCHAR", "subnetId": "VARCHAR"
  }]'), recursive := TRUE)
),
touched_contexts AS (
  SELECT t.change, c.context_id, NULL AS subnet_id FROM contexts c JOIN touched t ON t."interfaceId" = c.interface_id
  UNION ALL
  SELECT t.change, c.context_id, c.subnet_id FROM contexts c JOIN touched t ON t."subnetId" = c.subnet_id
  WHERE c.interface_id NOT IN (SELECT interface_id FROM interfaces)
),
places AS (
  SELECT t.change, t.context_id, c.interface_id, t.subnet_id, c.flow_direction IS NULL AS undirected
  FROM touched_contexts t
  JOIN contexts c USING (context_id)
  JOIN changes x USING (change)
  WHERE c.action = 'REJECT' AND coalesce(c.log_status, 'OK') = 'OK' AND coalesce(c.reject_reason, '') NOT IN ('BPA', 'EC')
    AND coalesce((c.flow_direction = 'egress') = x.egress, TRUE)
),
own_addresses AS (
  SELECT DISTINCT a.interface_id, a.hi, a.lo
  FROM interface_addresses a
  WHERE a.interface_id IN (SELECT "interfaceId" FROM touched)
),
refused AS (
  SELECT
    r.context_id, r.protocol, coalesce(r.srcport, -1) AS srcport, coalesce(r.dstport, -1) AS dstport,
    r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo,
    coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AS src_hi, coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AS src_lo,
    coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AS dst_hi, coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AS dst_lo,
    r.pkt_srcaddr_hi IS NULL AS src_may_hide, r.pkt_dstaddr_hi IS NULL AS dst_may_hide, r.tcp_flags, r."end" AS end_s
  FROM records r
  WHERE r.context_id IN (SELECT context_id FROM places) AND r.protocol IN (SELECT protocol FROM changes)
    AND ($since IS NULL OR r."start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR r."start" < CAST($until AS BIGINT))
),
matching AS (
  SELECT
    p.change, p.interface_id, p.subnet_id, p.undirected, r.*,
    CASE WHEN x.egress THEN r.dst_hi ELSE r.src_hi END AS remote_hi, CASE WHEN x.egress THEN r.dst_lo ELSE r.src_lo END AS remote_lo,
    CASE WHEN x.egress THEN r.src_hi ELSE r.dst_hi END AS local_hi, CASE WHEN x.egress THEN r.src_lo ELSE r.dst_lo END AS local_lo
  FROM refused r
  JOIN places p USING (context_id)
  JOIN changes x ON x.change = p.change AND x.protocol = r.protocol
  WHERE (x."portFrom" IS NULL OR r.dstport BETWEEN x."portFrom" AND x."portTo")
    AND CASE WHEN x.egress THEN r.dst_lo ELSE r.src_lo END BETWEEN x."remoteFromLo" AND x."remoteToLo"
    AND CASE WHEN x.egress THEN r.dst_hi ELSE r.src_hi END BETWEEN x."remoteFromHi" AND x."remoteToHi"
)
SELECT
  m.change, m.interface_id, m.subnet_id, m.protocol, x.egress, x."untrackedOnly" AS untracked_only,
  m.src_hi, m.src_lo, m.dst_hi, m.dst_lo, m.srcport, m.dstport, m.remote_hi, m.remote_lo,
  count(*) AS records, coalesce(bool_or(m.tcp_flags & 18 = 18), FALSE) AS is_syn_ack,
  coalesce(max(m.end_s), 9223372036854775807) AS last_seen_s
FROM matching m
JOIN changes x USING (change)
LEFT JOIN own_addresses s ON m.undirected AND s.interface_id = m.interface_id AND s.hi = m.srcaddr_hi AND s.lo = m.srcaddr_lo
LEFT JOIN own_addresses d ON m.undirected AND d.interface_id = m.interface_id AND d.hi = m.dstaddr_hi AND d.lo = m.dstaddr_lo
WHERE (NOT m.undirected OR ((s.hi IS NULL) <> (d.hi IS NULL) AND (s.hi IS NOT NULL) = x.egress))
  AND address_family(m.remote_hi, m.remote_lo) = x.family
  AND NOT (
    (x."askedInterface" IS NULL OR m.interface_id = x."askedInterface")
    AND (x."servicePort" IS NULL OR m.srcport = x."servicePort")
    AND (
      (x."askedInterface" IS NOT NULL AND CASE WHEN x.egress THEN m.src_may_hide ELSE m.dst_may_hide END)
      OR coalesce(m.local_lo BETWEEN x."localFromLo" AND x."localToLo" AND m.local_hi BETWEEN x."localFromHi" AND x."localToHi", FALSE)
    )
  )
GROUP BY ALL;
