"""Drafts as partners' visitors will see them: signed links, the public addresses over the draft
edition, and pages like those of partners to see a widget on."""
