select month as period, count(dispute) - count(case when closed <= last then 1 end) as value from disputes group by month
