-- Every host outside that opened connections, and the first contacts of those that the last run calls scanners.
SELECT h.address, s.contacts
FROM hosts h
LEFT JOIN inbound_scanners s ON s.client_no = h.host_no
WHERE NOT h.inside AND h.host_no IN (SELECT client_no FROM connections);
