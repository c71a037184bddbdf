"""The demonstration district: real places, invented people, cases in every state. Development only."""
