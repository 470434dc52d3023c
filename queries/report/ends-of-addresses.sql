-- What is known of the ends with these addresses; those that no connection has are left out.
-- Parameters: addresses VARCHAR (a JSON list of {hi, lo})
SELECT host_no, address_text(hi, lo) AS address, name, interface_id, instance_id, inside, security_groups, roles
FROM report_hosts
SEMI JOIN (
  SELECT a.hi, a.lo FROM (SELECT unnest(from_json($addresses, '[{"hi": "BIGINT", "lo": "BIGINT"}]')) AS a)
) USING (hi, lo);
