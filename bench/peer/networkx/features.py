"""Counts of friends, of users at distance 2, of triangles and of squares, by networkx.

The file has the users that are asked about in its first line, then an edge a line. Printed are the seconds that all of
them took, then a line a user.
"""

import sys
import time
from collections import Counter

import networkx


def features(graph, user):
    friends = graph[user]
    ways = Counter(other for friend in friends for other in graph[friend])
    del ways[user]
    second = sum(1 for other in ways if other not in friends)
    triangles = networkx.triangles(graph, user)
    squares = sum(n * (n - 1) // 2 for n in ways.values())
    return len(friends), second, triangles, squares


def main():
    with open(sys.argv[1]) as lines:
        users = [int(user) for user in next(lines).split()]
        graph = networkx.Graph()
        graph.add_edges_from(tuple(map(int, line.split())) for line in lines)
    start = time.perf_counter()
    values = [features(graph, user) for user in users]
    print(time.perf_counter() - start)
    for value in values:
        print(*value)


if __name__ == "__main__":
    main()
