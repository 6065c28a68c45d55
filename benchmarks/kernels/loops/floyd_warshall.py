"""Shortest ways between all places."""


def shorten(distance: list[list[float]]) -> None:
    """Replace the lengths of the roads in ``distance`` by those of the shortest ways."""
    n = len(distance)
    for k in range(n):
        for i in range(n):
            for j in range(n):
                through = distance[i][k] + distance[k][j]
                if through < distance[i][j]:
                    distance[i][j] = through
