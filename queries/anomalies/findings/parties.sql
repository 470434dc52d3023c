-- The hosts that were found.
-- Parameters: host_nos JSON
SELECT
  host_no, address, inside, interface_id, instance_id, name, security_groups, roles,
  CAST(declared_ports AS VARCHAR[]) AS declared_ports
FROM hosts
WHERE host_no IN (SELECT unnest(from_json(CAST($host_nos AS JSON), '["INTEGER"]')));
