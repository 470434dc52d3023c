-- Gives the memory of the sightings back.
DROP VIEW sighted_connections;
DROP TABLE sightings;
