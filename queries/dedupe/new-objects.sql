-- How many objects have not been compared with the others yet.
SELECT count(*) AS objects FROM objects WHERE duplicates IS NULL;
