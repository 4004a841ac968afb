"""Tenders: who bids with which models, and the bids' points side by side. Gives material to people; decides nothing."""
