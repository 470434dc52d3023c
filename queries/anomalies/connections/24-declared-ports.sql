-- The ports that are meant to be open to all: those that groups open to 0.0.0.0/0 or ::/0, which hold both the first and the last address of a
-- family, and those that groups of load balancers let in at all. A rule for more than 4,096 ports declares none.
CREATE OR REPLACE TEMP TABLE declared_ports AS
WITH ends_of_family AS (
  SELECT family, arg_min(block_id, floor_no) AS first_block, arg_max(block_id, floor_no) AS last_block FROM address_floors GROUP BY family
),
everywhere AS (
  SELECT b.set_id
  FROM ends_of_family f
  JOIN block_sets b ON b.block_id = f.first_block
  JOIN block_sets l ON l.block_id = f.last_block AND l.set_id = b.set_id
),
current_interfaces AS (
  SELECT interface_id, arg_max(profile_id, epoch) AS profile_id FROM interfaces GROUP BY interface_id
),
ranges AS (
  SELECT DISTINCT i.interface_id, r.port_from, r.port_to
  FROM current_interfaces i
  JOIN profiles f USING (profile_id)
  JOIN rules r ON r.owner = f.group_owner
  JOIN network_interfaces n USING (interface_id)
  WHERE NOT r.egress AND r.action = 'allow' AND r.doubt IS NULL AND r.protocol IN (6, 17) AND r.port_to - r.port_from < 4096
    AND (r.set_id IN (FROM everywhere) OR n.description LIKE 'ELB %' OR n.type = 'networkloadbalancer')
)
SELECT interface_id, list(DISTINCT port ORDER BY port) AS ports
FROM (SELECT interface_id, CAST(unnest(range(CAST(port_from AS BIGINT), CAST(port_to AS BIGINT) + 1)) AS INTEGER) AS port FROM ranges)
GROUP BY interface_id;
