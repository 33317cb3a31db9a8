"""The room of the question: how dependent is the client on few customers?"""
