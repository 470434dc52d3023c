-- Which captures there are.
CREATE OR REPLACE TEMP TABLE status_captures AS
SELECT r.context_id + o.capture_offset AS capture_no, any_value(r.context_id) AS context_id, any_value(o.capture_offset) AS capture_offset
FROM records r
JOIN status_objects o USING (object_id)
GROUP BY capture_no;
