"""The desk for other programs: JSON over `/api/v1`, by token, doing what the pages do and nothing else."""
