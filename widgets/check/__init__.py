"""What a CMS or a policy did to a snippet: a pasted page is read, and nothing is fetched."""
