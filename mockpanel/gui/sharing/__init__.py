"""What is made of an answer to show it to others: moving pictures, pictures of its gaps."""
