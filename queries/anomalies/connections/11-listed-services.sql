-- The services that the network lists: ports that a security group of an interface names for ingress, and those of load balancers and
-- databases. A rule for more than 4,096 ports (1024-65535, all traffic) names none. Load balancers open connections to their targets
-- from ports above 1023, databases from ephemeral ones.
CREATE OR REPLACE TEMP TABLE listed_services AS
WITH named AS (
  SELECT DISTINCT r.owner, r.protocol, r.port_from, r.port_to
  FROM rules r
  JOIN rule_owners o USING (owner)
  WHERE o.kind = 'groups' AND NOT r.egress AND r.action = 'allow' AND r.protocol IN (6, 17)
    AND r.port_to - r.port_from < 4096
),
ports AS (SELECT owner, protocol, unnest(range(CAST(port_from AS BIGINT), CAST(port_to AS BIGINT) + 1)) AS port FROM named)
SELECT DISTINCT h.host_no, p.protocol * 65536 + p.port AS service
FROM interface_addresses a
JOIN interfaces i USING (epoch, interface_id)
JOIN profiles f USING (profile_id)
JOIN ports p ON p.owner = f.group_owner
JOIN known_hosts h ON h.hi = a.hi AND h.lo = a.lo;
