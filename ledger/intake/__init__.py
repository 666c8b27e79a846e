"""What a stranger's sheet means: grid, header, fields, drafts and problems. All pure."""
