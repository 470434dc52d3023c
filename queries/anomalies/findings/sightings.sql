-- What detectors found, one row each: who (NULL: many), whom, on which port, when (Unix seconds), what is drawn of it, and
-- whether the actor may also be the server of the connections behind it.
-- Parameters: sightings JSON
CREATE OR REPLACE TEMP TABLE sightings AS
SELECT unnest(
  from_json(
    CAST($sightings AS JSON),
    '[{"sighting":"INTEGER","actor_no":"INTEGER","target_no":"INTEGER","port":"INTEGER","protocol":"INTEGER","first_s":"BIGINT","last_s":"BIGINT","drawn":"VARCHAR","either_end":"BOOLEAN"}]'
  ),
  recursive := true
);
