"""The pages of the desk: for staff who report, for officers who work on cases, and for those who look after it all."""
