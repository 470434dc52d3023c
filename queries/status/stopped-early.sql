-- Interfaces whose last record is older than that of their account and region, the busiest first.
SELECT *, count(*) OVER () AS total
FROM status_interfaces
WHERE stopped_early
ORDER BY records DESC, interface_id, interface_no
LIMIT $limit;
