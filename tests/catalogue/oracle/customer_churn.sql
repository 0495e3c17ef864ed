select period, cohort, sum(lost) / nullif(sum(at_start), 0) as value from customers group by period, cohort
