-- The connections behind each sighting, as far as its ends, its port and its time tell them.
CREATE OR REPLACE TEMP VIEW sighted_connections AS
SELECT s.sighting, s.drawn, c.start_s, c.end_s, c.bytes_up + c.bytes_down AS bytes, c.orientation, c.aws_service
FROM sightings s
JOIN connections c ON c.client_no = s.actor_no
WHERE (s.target_no IS NULL OR c.server_no = s.target_no)
  AND (s.port IS NULL OR c.server_port = s.port)
  AND (s.protocol IS NULL OR c.protocol = s.protocol)
  AND c.start_s <= s.last_s AND c.end_s >= s.first_s
UNION ALL
SELECT s.sighting, s.drawn, c.start_s, c.end_s, c.bytes_up + c.bytes_down, c.orientation, c.aws_service
FROM sightings s
JOIN connections c ON c.server_no = s.target_no
WHERE s.actor_no IS NULL
  AND (s.port IS NULL OR c.server_port = s.port)
  AND (s.protocol IS NULL OR c.protocol = s.protocol)
  AND c.start_s <= s.last_s AND c.end_s >= s.first_s
UNION ALL
SELECT s.sighting, s.drawn, c.start_s, c.end_s, c.bytes_up + c.bytes_down, c.orientation, c.aws_service
FROM sightings s
JOIN connections c ON c.client_no = s.target_no
WHERE s.either_end
  AND c.server_no = s.actor_no
  AND (s.protocol IS NULL OR c.protocol = s.protocol)
  AND c.start_s <= s.last_s AND c.end_s >= s.first_s;
