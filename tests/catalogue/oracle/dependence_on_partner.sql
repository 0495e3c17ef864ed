select period, party, spend_with_partner / nullif(spend, 0) as value from dependence
