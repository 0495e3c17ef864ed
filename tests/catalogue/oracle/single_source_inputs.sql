select period, party, single_source / nullif(critical_inputs, 0) as value from dependence
