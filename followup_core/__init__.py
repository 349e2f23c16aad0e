"""Dated follow-up plans and e-mail drafts for the time after a job interview."""
