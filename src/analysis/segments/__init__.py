"""Who the customers are: classes, grades, groups, and how they are looked after."""
