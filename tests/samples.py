"""A search file that several tests plan from."""

SEARCH = """\
followup: 1
me: {name: Dana Whitfield, email: dana@example.com}
applications:
  - id: northwind-it   # my favourite
    employer: Northwind Traders
    role: IT support analyst
    country: US
    contacts:
      - {id: maria, name: Maria Lopez, email: maria@northwind.example, role: interviewer}
    interviews:
      - {on: 2026-11-19, at: "14:30", stage: first, with: [maria], topics: [the ticket backlog]}
    promise: {by: 2026-12-01, said: 2026-11-19, by_whom: maria}
"""
