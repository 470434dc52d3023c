-- Every end of a connection, with what the network says of it, else the logs.
INSERT INTO hosts
WITH ends AS (
  SELECT host_no, bool_or(sent) AS sent
  FROM (SELECT client_no AS host_no, packets_up > 0 AS sent FROM connections UNION ALL SELECT server_no, packets_down > 0 FROM connections)
  GROUP BY host_no
),
of_network AS (SELECT hi, lo, arg_max(interface_id, (epoch, interface_id)) AS interface_id FROM interface_addresses GROUP BY hi, lo),
logged AS (
  SELECT
    v.interface_no, c.interface_id, c.instance_id, replace(coalesce(c.interface_type, ''), '_', '') AS type
  FROM vantage_interfaces v JOIN contexts c USING (context_id)
),
groups AS (
  SELECT i.interface_id, arg_max(o.security_groups, i.epoch) AS security_groups
  FROM interfaces i JOIN profiles f USING (profile_id) JOIN rule_owners o ON o.owner = f.group_owner
  GROUP BY i.interface_id
),
facts AS (
  SELECT
    k.host_no, k.hi, k.lo, k.inside, sent, coalesce(m.interface_id, l.interface_id) AS interface_id,
    coalesce(n.instance_id, l.instance_id) AS instance_id, n.name, coalesce(n.type, l.type, '') AS type, coalesce(n.description, '') AS description,
    string_split_regex(lower(coalesce(n.name, '')), '[^a-z]+') AS words
  FROM known_hosts k
  JOIN ends USING (host_no)
  LEFT JOIN of_network m ON m.hi = k.hi AND m.lo = k.lo
  LEFT JOIN logged l ON l.interface_no = k.interface_no
  LEFT JOIN network_interfaces n ON n.interface_id = coalesce(m.interface_id, l.interface_id)
),
told AS (
  -- A transit gateway passes on for others as a NAT gateway does.
  SELECT host_no, 'nat' AS role FROM facts WHERE type IN ('natgateway', 'regionalnatgateway', 'transitgateway') OR list_has_any(words, ['nat'])
  UNION
  SELECT host_no, 'load-balancer' FROM facts WHERE type IN ('networkloadbalancer', 'gatewayloadbalancer') OR description LIKE 'ELB %'
  UNION
  SELECT host_no, 'database' FROM facts WHERE description = 'RDSNetworkInterface' OR list_has_any(words, ['db', 'database', 'postgres', 'mysql'])
  UNION
  SELECT host_no, 'bastion' FROM facts WHERE list_has_any(words, ['bastion', 'jumphost', 'jumpbox'])
  UNION
  SELECT host_no, 'resolver' FROM facts WHERE list_has_any(words, ['dns', 'resolver'])
  UNION
  SELECT host_no, 'mail' FROM facts WHERE list_has_any(words, ['mail', 'smtp', 'mta'])
  UNION
  SELECT host_no, 'scanner' FROM facts WHERE list_has_any(words, ['scanner', 'nessus', 'qualys', 'openvas'])
  UNION
  SELECT host_no, 'monitoring' FROM facts WHERE list_has_any(words, ['monitoring', 'prometheus', 'nagios', 'zabbix'])
),
roles AS (
  SELECT host_no, list(DISTINCT role ORDER BY role) AS roles
  FROM (FROM told UNION ALL SELECT b.host_no, b.role FROM host_behaviour b ANTI JOIN told t ON t.host_no = b.host_no)
  GROUP BY host_no
)
SELECT
  f.host_no, f.hi, f.lo, address_text(f.hi, f.lo), f.inside, f.sent OR f.interface_id IS NOT NULL, f.interface_id, f.instance_id, f.name,
  coalesce(g.security_groups, []), coalesce(r.roles, []), coalesce(d.ports, [])
FROM facts f
LEFT JOIN groups g ON g.interface_id = f.interface_id
LEFT JOIN roles r ON r.host_no = f.host_no
LEFT JOIN declared_ports d ON d.interface_id = f.interface_id
ORDER BY f.host_no;

UPDATE analysis SET
  inside_hosts = (SELECT count(*) FROM hosts WHERE inside AND speaks),
  -- The first packet of a day may come late, so an hour is not missed.
  history_days = (
    SELECT CASE WHEN d.days = 0 THEN 0 ELSE least(d.days, (a.since_s - d.first_s + 3600) / 86400) END
    FROM (SELECT count(DISTINCT day) AS days, min(first_s) AS first_s FROM daily_edges) d, (SELECT since_s FROM analysis) a
  );
