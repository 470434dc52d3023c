-- Back to a thread for each core.
RESET threads;
