"""One's own account: the page, one's data, the second factor that roles ask for, forms an expired sign-in kept."""
