DROP VIEW sighted_connections;
DROP TABLE sightings;
