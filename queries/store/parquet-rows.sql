-- How many rows a Parquet file has.
SELECT num_rows AS row_count FROM parquet_file_metadata($path);
