select quarter as period, sum(alliance_sales) / nullif(sum(size), 0) as value from market group by quarter
