-- What is known of the ends with these numbers.
-- Parameters: host_nos VARCHAR (a JSON list of numbers)
SELECT host_no, address_text(hi, lo) AS address, name, interface_id, instance_id, inside, security_groups, roles
FROM report_hosts
SEMI JOIN (SELECT unnest(from_json($host_nos, '["INTEGER"]')) AS host_no) USING (host_no);
