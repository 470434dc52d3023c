-- Those that another one stands for.
INSERT INTO dedupe_duplicates
SELECT row_id, object_id, best_object_id, action, log_status FROM dedupe_representatives WHERE row_id <> best_row_id;
