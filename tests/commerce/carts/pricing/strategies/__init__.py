"""Small carts under one to four promotions, with every kind of action, condition and limit.

Prices and amounts are drawn from few values, so that ties, exact minima and prices at the floor come up often.
Strategies are made once and kept: making them anew for each case takes longer than pricing it.
"""
