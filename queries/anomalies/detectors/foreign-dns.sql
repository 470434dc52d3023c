-- title: Name resolution outside
-- answers: Which own host that is no resolver asks a resolver outside which nobody approved, and is it so much that it may be a tunnel?
-- source: lists and volume (Panther; GuardDuty DefenseEvasion:EC2/UnusualDNSResolver, UnusualDoTActivity, UnusualDoHActivity); ports of RFC 1035, 7858 and 9250; queries to the Amazon DNS server are not logged (Amazon VPC user guide, "Flow log limitations"); ATT&CK T1071.004, T1048.003
-- $queries BIGINT = 100: queries: packets by UDP 53; elsewhere connections, or half of the packets of the client beyond three a connection, whichever is more
-- $tunnel_queries BIGINT = 5000: queries a day that make it high
-- $tunnel_query_bytes DOUBLE = 120: bytes of a UDP packet of the client, on average, that make it high
-- $tunnel_bytes BIGINT = 5000000: bytes sent that make it high, and a finding however few the queries
-- $many_hosts BIGINT = 2: a resolver that more own hosts than this ask, and more than a tenth of those that contact anything outside, is the choice of the VPC and one finding
-- $many_resolvers BIGINT = 3: a host that asks more resolvers than this resolves by itself and is one finding
-- $approved VARCHAR = '': addresses of resolvers outside that may be asked, with commas
-- $doh VARCHAR = '': addresses, with commas, of which port 443 is DNS over HTTPS; without them it looks like any web traffic
-- $services VARCHAR = '': AWS services, with commas, whose addresses are looked at as well: EC2 says that an address is somebody's instance, not whose
WITH bounds AS MATERIALIZED (
  SELECT *, greatest(1.0, (until_s - since_s) / 86400.0) AS days, (SELECT count(DISTINCT client_no) FROM outbound_pairs) AS callers FROM analysis
),
-- Mail servers ask lists of spammers wherever these are (RFC 5782).
asked AS (
  SELECT
    p.*, a.address AS client, v.address AS server,
    CASE p.server_port WHEN 853 THEN 'dot' WHEN 443 THEN 'doh' ELSE 'dns' END AS kind
  FROM outbound_pairs p
  JOIN acting_hosts a ON a.host_no = p.client_no AND NOT list_has_any(a.roles, ['resolver', 'mail'])
  JOIN hosts v ON v.host_no = p.server_no
  WHERE p.protocol IN (6, 17) AND (p.server_port IN (53, 853) OR (p.server_port = 443 AND $doh <> ''))
    AND (p.aws_service IS NULL OR list_contains(string_split($services, ','), p.aws_service))
),
sums AS (
  SELECT
    client_no, client, server_no, server, server_port, kind,
    CASE WHEN min(protocol) = max(protocol) THEN min(protocol) END AS protocol,
    CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(bytes_up) AS BIGINT) AS bytes_up,
    CAST(sum(bytes_up + bytes_down) AS BIGINT) AS bytes, min(first_s) AS first_s, max(last_s) AS last_s,
    CAST(sum(CASE
      WHEN protocol = 17 AND kind = 'dns' THEN packets_up
      ELSE greatest(connections, (packets_up - 3 * connections) / 2)
    END) AS BIGINT) AS queries,
    CAST(sum(bytes_up) FILTER (protocol = 17 AND kind = 'dns') AS DOUBLE) / nullif(sum(packets_up) FILTER (protocol = 17 AND kind = 'dns'), 0) AS query_bytes
  FROM asked
  WHERE NOT list_contains(string_split(replace($approved, ' ', ''), ','), server)
    AND (kind <> 'doh' OR list_contains(string_split(replace($doh, ' ', ''), ','), server))
  GROUP BY ALL
),
tiers AS (
  SELECT
    s.*,
    s.queries / b.days >= CAST($tunnel_queries AS DOUBLE) OR s.bytes_up >= CAST($tunnel_bytes AS BIGINT)
      OR coalesce(s.query_bytes >= CAST($tunnel_query_bytes AS DOUBLE), FALSE) AS tunnel
  FROM sums s
  CROSS JOIN bounds b
  WHERE s.queries >= CAST($queries AS BIGINT) OR s.bytes_up >= CAST($tunnel_bytes AS BIGINT)
),
shared AS (
  SELECT
    *,
    NOT tunnel AND count(*) FILTER (NOT tunnel) OVER (PARTITION BY server_no, server_port)
      > greatest(CAST($many_hosts AS DOUBLE), (SELECT callers FROM bounds) / 10.0) AS of_vpc
  FROM tiers
),
folded AS (
  SELECT
    *,
    NOT tunnel AND NOT of_vpc AND count(*) FILTER (NOT tunnel AND NOT of_vpc) OVER (PARTITION BY client_no, kind) > CAST($many_resolvers AS BIGINT) AS by_itself
  FROM shared
),
findings AS (
  SELECT
    tunnel, kind, CASE WHEN NOT of_vpc THEN client_no END AS actor_no, CASE WHEN NOT by_itself THEN server_no END AS target_no,
    server_port AS port, CASE WHEN min(coalesce(protocol, 0)) = max(coalesce(protocol, 0)) THEN min(protocol) END AS protocol,
    count(DISTINCT client_no) AS hosts, count(DISTINCT server_no) AS resolvers,
    min(first_s) AS first_s, max(last_s) AS last_s, CAST(sum(connections) AS BIGINT) AS connections, CAST(sum(bytes) AS BIGINT) AS bytes,
    CAST(sum(queries) AS BIGINT) AS queries, CAST(sum(bytes_up) AS BIGINT) AS bytes_up, max(query_bytes) AS query_bytes,
    CASE WHEN NOT of_vpc THEN printf('client = ''%s'' AND ', any_value(client)) ELSE '' END
      || CASE
        WHEN by_itself THEN 'NOT server_inside'
        ELSE 'server = ''' || any_value(server) || ''''
      END
      || printf(' AND server_port = %d AND protocol IN (6, 17) AND answered', server_port) AS where_sql
  FROM folded
  GROUP BY
    tunnel, kind, of_vpc, by_itself, server_port, CASE WHEN NOT of_vpc THEN client_no END, CASE WHEN NOT by_itself THEN server_no END
)
SELECT
  CASE WHEN f.kind <> 'dns' THEN f.kind WHEN f.tunnel THEN 'tunnel' ELSE 'foreign-resolver' END AS variant,
  f.actor_no, f.target_no, f.port, f.protocol, f.first_s, f.last_s, f.connections, f.bytes,
  CASE WHEN f.tunnel THEN 'high' ELSE 'medium' END AS base,
  list_filter(
    [
      {
        name: 'queries', value: CAST(f.queries AS DOUBLE),
        threshold: CASE WHEN f.queries >= CAST($queries AS BIGINT) THEN CAST($queries AS DOUBLE) END, at_most: FALSE
      },
      {
        name: 'queries_a_day', value: CASE WHEN f.queries / b.days >= CAST($tunnel_queries AS DOUBLE) AND f.tunnel THEN f.queries / b.days END,
        threshold: CAST($tunnel_queries AS DOUBLE), at_most: FALSE
      },
      {
        name: 'query_bytes', value: f.query_bytes,
        threshold: CASE WHEN f.query_bytes >= CAST($tunnel_query_bytes AS DOUBLE) THEN CAST($tunnel_query_bytes AS DOUBLE) END, at_most: FALSE
      },
      {
        name: 'bytes_up', value: CAST(f.bytes_up AS DOUBLE),
        threshold: CASE WHEN f.tunnel AND f.bytes_up >= CAST($tunnel_bytes AS BIGINT) THEN CAST($tunnel_bytes AS DOUBLE) END, at_most: FALSE
      },
      {name: 'hosts', value: CASE WHEN f.actor_no IS NULL THEN CAST(f.hosts AS DOUBLE) END, threshold: NULL, at_most: FALSE},
      {name: 'resolvers', value: CASE WHEN f.target_no IS NULL THEN CAST(f.resolvers AS DOUBLE) END, threshold: NULL, at_most: FALSE}
    ],
    lambda measure: measure.value IS NOT NULL
  ) AS measures,
  TRUE AS worked, FALSE AS all_refused, s.hosts AS hosts_with_target,
  least(1, greatest(0, ln(CAST(f.queries AS DOUBLE) / greatest(1, CAST($queries AS DOUBLE))) / ln(10), CASE WHEN f.tunnel THEN 0.5 ELSE 0 END))
    AS evidence_strength,
  CAST([] AS INTEGER[]) AS decision_ids, f.where_sql,
  'none' AS baseline_kind, CAST(NULL AS DOUBLE) AS baseline_value, CAST(0 AS BIGINT) AS baseline_samples
FROM findings f
LEFT JOIN outside_servers s ON s.server_no = f.target_no
CROSS JOIN bounds b
ORDER BY actor_no NULLS LAST, target_no NULLS LAST, port, variant;
