-- Of each own host and each host on which it failed: how many ports it tried there for the first time, and how many did not answer.
CREATE OR REPLACE TEMP TABLE contact_pairs AS
SELECT client_no, server_no, count(*) AS contacts, count(*) FILTER (NOT ok) AS failures
FROM first_contacts
WHERE client_inside
GROUP BY client_no, server_no
HAVING count(*) FILTER (NOT ok) > 0;
