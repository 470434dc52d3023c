-- What detectors found, one row each: who (NULL: many), whom, on which port, when (Unix seconds), and what is drawn of it.
-- Parameters: sightings JSON
CREATE OR REPLACE TEMP TABLE sightings AS
SELECT unnest(
  from_json(
    CAST($sightings AS JSON),
    '[{"sighting":"INTEGER","actor_no":"INTEGER","target_no":"INTEGER","port":"INTEGER","protocol":"INTEGER","first_s":"BIGINT","last_s":"BIGINT","drawn":"VARCHAR"}]'
  ),
  recursive := true
);
