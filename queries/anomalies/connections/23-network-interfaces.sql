-- What the network says of each interface: of several imports the latest that has it.
CREATE OR REPLACE TEMP TABLE network_interfaces AS
WITH latest AS (
  SELECT r.kind, r.resource_id, arg_max(r.resource, (i.captured_at_s, i.import_id)) AS resource
  FROM network_resources r JOIN network_imports i USING (import_id)
  WHERE r.kind IN ('networkInterfaces', 'instances')
  GROUP BY r.kind, r.resource_id
),
named AS (
  SELECT
    kind, resource_id, resource,
    list_filter(
      from_json(coalesce(resource -> '$.TagSet', resource -> '$.Tags', CAST('[]' AS JSON)), '[{"Key": "VARCHAR", "Value": "VARCHAR"}]'),
      lambda tag: tag."Key" = 'Name'
    )[1]."Value" AS name
  FROM latest
)
SELECT
  n.resource_id AS interface_id, n.resource ->> '$.Attachment.InstanceId' AS instance_id, coalesce(i.name, n.name) AS name,
  -- The API writes natGateway where flow logs write nat_gateway.
  replace(lower(coalesce(n.resource ->> '$.InterfaceType', '')), '_', '') AS type, coalesce(n.resource ->> '$.Description', '') AS description
FROM named n
LEFT JOIN named i ON i.kind = 'instances' AND i.resource_id = (n.resource ->> '$.Attachment.InstanceId')
WHERE n.kind = 'networkInterfaces';
