"""Word documents: templates (模板) that the office edits itself, and how they are filled."""
