"""Small curated word lists of English as it is spoken and written in interviews."""
