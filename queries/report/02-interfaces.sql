-- What is known of each interface: by the latest import that has it, else by the logs. Zones are told by id where there is one, for the
-- name of a zone means another place in another account.
CREATE OR REPLACE TEMP TABLE report_interfaces AS
WITH latest AS (
  SELECT r.kind, r.resource_id, arg_max(r.resource, (i.captured_at_s, i.import_id)) AS resource
  FROM network_resources r JOIN network_imports i USING (import_id)
  WHERE r.kind IN ('networkInterfaces', 'instances', 'subnets', 'vpcEndpoints')
  GROUP BY r.kind, r.resource_id
),
tagged AS (
  SELECT
    kind, resource_id, resource,
    list_filter(
      from_json(coalesce(resource -> '$.TagSet', resource -> '$.Tags', CAST('[]' AS JSON)), '[{"Key": "VARCHAR", "Value": "VARCHAR"}]'),
      lambda tag: tag."Key" = 'Name'
    )[1]."Value" AS name
  FROM latest
),
endpoints AS (
  SELECT DISTINCT unnest(from_json(resource -> '$.NetworkInterfaceIds', '["VARCHAR"]')) AS interface_id
  FROM latest
  WHERE kind = 'vpcEndpoints' AND (resource ->> '$.VpcEndpointType') = 'Interface'
),
of_network AS (
  SELECT
    n.resource_id AS interface_id, coalesce(i.name, n.name) AS name, n.resource ->> '$.Attachment.InstanceId' AS instance_id,
    -- The API writes natGateway where flow logs write nat_gateway.
    replace(lower(coalesce(n.resource ->> '$.InterfaceType', '')), '_', '') AS type, n.resource ->> '$.Description' AS description,
    n.resource ->> '$.VpcId' AS vpc_id, s.resource_id AS subnet_id,
    coalesce(s.resource ->> '$.AvailabilityZoneId', n.resource ->> '$.AvailabilityZoneId') AS zone_id,
    coalesce(s.resource ->> '$.AvailabilityZone', n.resource ->> '$.AvailabilityZone') AS zone_name,
    e.interface_id IS NOT NULL AS of_endpoint
  FROM tagged n
  LEFT JOIN tagged i ON i.kind = 'instances' AND i.resource_id = (n.resource ->> '$.Attachment.InstanceId')
  LEFT JOIN tagged s ON s.kind = 'subnets' AND s.resource_id = (n.resource ->> '$.SubnetId')
  LEFT JOIN endpoints e ON e.interface_id = n.resource_id
  WHERE n.kind = 'networkInterfaces'
),
logged AS (
  SELECT
    interface_id, max(instance_id) AS instance_id, max(vpc_id) AS vpc_id, max(subnet_id) AS subnet_id, max(az_id) AS zone_id,
    replace(lower(coalesce(max(interface_type), '')), '_', '') AS type
  FROM contexts
  WHERE interface_id IS NOT NULL
  GROUP BY interface_id
),
regions AS (SELECT interface_id, max(region) AS region FROM status_interfaces WHERE interface_id IS NOT NULL GROUP BY interface_id)
SELECT
  interface_id, n.name, coalesce(n.instance_id, l.instance_id) AS instance_id, coalesce(nullif(n.type, ''), l.type, '') AS type,
  coalesce(n.description, '') AS description, coalesce(n.vpc_id, l.vpc_id) AS vpc_id, coalesce(n.subnet_id, l.subnet_id) AS subnet_id,
  coalesce(n.zone_id, l.zone_id) AS zone_id, n.zone_name,
  coalesce(g.region, nullif(regexp_extract(n.zone_name, '^[a-z]+(-[a-z]+)+-[0-9]+'), '')) AS region,
  coalesce(n.of_endpoint, FALSE) OR coalesce(nullif(n.type, ''), l.type, '') = 'vpcendpoint' AS of_endpoint
FROM of_network n
FULL JOIN logged l USING (interface_id)
LEFT JOIN regions g USING (interface_id);
