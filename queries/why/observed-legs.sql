-- What `observed_records`, those of the interfaces on a path, say of the packets that cross them, accepted and refused apart.
-- A crossing names its packet by two blocks of addresses, each as a box: hi and lo both within their bounds, which is exactly the
-- block, as blocks are powers of two. Where a record lacks packet-level addresses, AWS shows on the interface's side its primary
-- private IPv4 address (own); a NULL there means that the packet's own address is not the interface's, and nothing stands for it.
-- An end that is the Internet has the box of all addresses, and counts where the address is in none of the boxes of `inside`.
-- Records without flow-direction have it by the side on which an address of the interface stands; where that is on both sides or
-- on neither, the addresses of the packet tell it.
-- Parameters: crossings VARCHAR, own_addresses VARCHAR, inside VARCHAR (JSON), protocol INTEGER, service_port INTEGER, client_port
-- INTEGER (NULL: any), since BIGINT, until BIGINT (record start, Unix seconds; NULL: no bound)
WITH crossings AS (
  SELECT unnest(from_json(CAST($crossings AS JSON), '[{
    "crossing": "INTEGER", "interfaceId": "VARCHAR", "egress": "BOOLEAN", "reply": "BOOLEAN",
    "srcFromHi": "BIGINT", "srcFromLo": "BIGINT", "srcToHi": "BIGINT", "srcToLo": "BIGINT", "srcOwnHi": "BIGINT", "srcOwnLo": "BIGINT",
    "dstFromHi": "BIGINT", "dstFromLo": "BIGINT", "dstToHi": "BIGINT", "dstToLo": "BIGINT", "dstOwnHi": "BIGINT", "dstOwnLo": "BIGINT",
    "internet": "VARCHAR"
  }]'), recursive := TRUE)
),
own_addresses AS (
  SELECT unnest(from_json(CAST($own_addresses AS JSON), '[{"interfaceId": "VARCHAR", "hi": "BIGINT", "lo": "BIGINT"}]'), recursive := TRUE)
),
inside AS (
  SELECT unnest(from_json(CAST($inside AS JSON), '[{
    "fromHi": "BIGINT", "fromLo": "BIGINT", "toHi": "BIGINT", "toLo": "BIGINT"
  }]'), recursive := TRUE)
),
wanted AS (
  SELECT
    c.context_id, c.action = 'REJECT' AS refused, c.flow_direction IS NULL AS undirected, x.*
  FROM crossings x
  JOIN contexts c ON c.interface_id = x."interfaceId"
  WHERE c.action IN ('ACCEPT', 'REJECT') AND coalesce(c.log_status, 'OK') = 'OK'
    AND coalesce(c.flow_direction = 'egress', x.egress) = x.egress
),
found AS (
  SELECT
    w.crossing, w.refused, w.undirected, w.egress, w."interfaceId", w.internet,
    r.srcaddr_hi, r.srcaddr_lo, r.dstaddr_hi, r.dstaddr_lo,
    coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) AS src_hi, coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) AS src_lo,
    coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) AS dst_hi, coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) AS dst_lo,
    r.tcp_flags, r.packets, r.bytes, r."start" AS start_s, r."end" AS end_s
  FROM observed_records r
  JOIN wanted w USING (context_id)
  WHERE r.protocol = CAST($protocol AS INTEGER)
    AND ($since IS NULL OR r."start" >= CAST($since AS BIGINT)) AND ($until IS NULL OR r."start" < CAST($until AS BIGINT))
    AND ($service_port IS NULL OR CASE WHEN w.reply THEN r.srcport ELSE r.dstport END = CAST($service_port AS INTEGER))
    AND ($client_port IS NULL OR CASE WHEN w.reply THEN r.dstport ELSE r.srcport END = CAST($client_port AS INTEGER))
    AND (
      coalesce(r.pkt_srcaddr_lo, r.srcaddr_lo) BETWEEN w."srcFromLo" AND w."srcToLo"
        AND coalesce(r.pkt_srcaddr_hi, r.srcaddr_hi) BETWEEN w."srcFromHi" AND w."srcToHi"
      OR (r.pkt_srcaddr_hi IS NULL AND r.srcaddr_lo = w."srcOwnLo" AND r.srcaddr_hi = w."srcOwnHi")
    )
    AND (
      coalesce(r.pkt_dstaddr_lo, r.dstaddr_lo) BETWEEN w."dstFromLo" AND w."dstToLo"
        AND coalesce(r.pkt_dstaddr_hi, r.dstaddr_hi) BETWEEN w."dstFromHi" AND w."dstToHi"
      OR (r.pkt_dstaddr_hi IS NULL AND r.dstaddr_lo = w."dstOwnLo" AND r.dstaddr_hi = w."dstOwnHi")
    )
),
-- The Internet's addresses are many: each is looked at once, and only those.
by_remote AS (
  SELECT
    f.crossing, f.refused, f.internet IS NOT NULL AS from_internet,
    CASE f.internet WHEN 'src' THEN f.src_hi WHEN 'dst' THEN f.dst_hi END AS remote_hi,
    CASE f.internet WHEN 'src' THEN f.src_lo WHEN 'dst' THEN f.dst_lo END AS remote_lo,
    count(*) AS records, sum(f.packets) AS packets, sum(f.bytes) AS bytes,
    min(f.start_s) AS first_seen_s, max(f.end_s) AS last_seen_s, bit_or(f.tcp_flags) AS flags,
    bool_or(f.tcp_flags & 18 = 2) AS syn, bool_or(f.tcp_flags & 18 = 18) AS syn_ack, bool_or(f.tcp_flags & 4 <> 0) AS rst
  FROM found f
  LEFT JOIN own_addresses s ON f.undirected AND s."interfaceId" = f."interfaceId" AND s.hi = f.srcaddr_hi AND s.lo = f.srcaddr_lo
  LEFT JOIN own_addresses d ON f.undirected AND d."interfaceId" = f."interfaceId" AND d.hi = f.dstaddr_hi AND d.lo = f.dstaddr_lo
  WHERE NOT f.undirected OR (s.hi IS NULL) = (d.hi IS NULL) OR (s.hi IS NOT NULL) = f.egress
  GROUP BY f.crossing, f.refused, from_internet, remote_hi, remote_lo
)
SELECT
  crossing, refused, CAST(sum(records) AS BIGINT) AS records,
  CAST(coalesce(sum(packets), 0) AS BIGINT) AS packets, CAST(coalesce(sum(bytes), 0) AS BIGINT) AS bytes,
  min(first_seen_s) AS first_seen_s, max(last_seen_s) AS last_seen_s,
  bool_or(flags IS NOT NULL) AS has_flags, bool_or(syn) AS syn, bool_or(syn_ack) AS syn_ack, bool_or(rst) AS rst
FROM by_remote b
WHERE NOT from_internet OR NOT EXISTS (
  SELECT 1 FROM inside i
  WHERE b.remote_hi BETWEEN i."fromHi" AND i."toHi" AND b.remote_lo BETWEEN i."fromLo" AND i."toLo"
)
GROUP BY crossing, refused
ORDER BY crossing, refused;
