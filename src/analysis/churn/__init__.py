"""The room of the question: who is leaving?"""
