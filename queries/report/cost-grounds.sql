-- What the amounts rest on: which fields the records of the window have, and what is known of places.
SELECT
  (SELECT coalesce(sum(with_bytes), 0) > 0 FROM report_hours WHERE NOT before) AS has_bytes,
  (SELECT count(*) > 0 FROM network_imports) AS has_network,
  EXISTS (
    FROM status_object_records JOIN objects o USING (object_id) WHERE list_contains(o.fields, 'interface-type')
  ) AS has_interface_types,
  -- Of traffic between own hosts, how much is between known zones. A private address without interface and subnet is in none: it is
  -- reached over a VPN or a peering.
  (
    SELECT CAST(coalesce(sum(e.bytes_up + e.bytes_down), 0) AS BIGINT)
    FROM report_edges e
    JOIN report_hosts c ON c.host_no = e.client_no
    JOIN report_hosts s ON s.host_no = e.server_no
    WHERE e.client_inside AND e.server_inside
      AND coalesce(c.interface_id, c.subnet_id) IS NOT NULL AND coalesce(s.interface_id, s.subnet_id) IS NOT NULL
  ) AS inside_bytes,
  (
    SELECT CAST(coalesce(sum(e.bytes_up + e.bytes_down), 0) AS BIGINT)
    FROM report_edges e
    JOIN report_hosts c ON c.host_no = e.client_no
    JOIN report_hosts s ON s.host_no = e.server_no
    WHERE e.client_inside AND e.server_inside
      AND coalesce(c.interface_id, c.subnet_id) IS NOT NULL AND coalesce(s.interface_id, s.subnet_id) IS NOT NULL
      AND ((c.zone_id IS NOT NULL AND s.zone_id IS NOT NULL) OR (c.zone_name IS NOT NULL AND s.zone_name IS NOT NULL))
  ) AS zoned_bytes,
  (SELECT count(*) > 0 FROM report_interfaces WHERE zone_id IS NOT NULL OR zone_name IS NOT NULL) AS has_zones,
  (SELECT list(DISTINCT region ORDER BY region) FROM report_hosts WHERE region IS NOT NULL) AS regions,
  (
    SELECT list(DISTINCT c.interface_id ORDER BY c.interface_id)
    FROM report_hours h JOIN contexts c USING (context_id)
    WHERE NOT h.before AND c.interface_id IS NOT NULL
  ) AS logged_interfaces,
  (SELECT count(*) > 0 FROM report_nat_traffic) AS has_nat_traffic,
  (SELECT count(*) > 0 FROM report_nat_traffic WHERE remote_hi IS NULL) AS nat_hides_remotes;
