-- Interfaces of the logs that no imported network has; NULL when none was imported.
SELECT CASE WHEN (SELECT count(*) FROM network_imports) > 0 THEN count(*) FILTER (NOT in_network AND interface_id IS NOT NULL) END AS interfaces
FROM status_interfaces;
