"""The room of the question: what are the current customers worth?"""
