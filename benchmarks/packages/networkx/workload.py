"""Paths, flows and measures of made-up graphs with networkx: a workload of some seconds."""

import argparse

import networkx as nx


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how much work, 1.0 is some 5 s")
    size = parser.parse_args().scale
    count = max(30, int(260 * size))
    graph = nx.connected_watts_strogatz_graph(count, 6, 0.2, seed=31)
    for a, b in graph.edges:
        graph[a][b]["weight"] = 1 + (a * 7 + b * 13) % 10
        graph[a][b]["capacity"] = 1 + (a * 5 + b * 11) % 7
    between = nx.betweenness_centrality(graph, weight="weight")
    print("betweenness", repr(sum(v * v for v in between.values())))
    print("closeness", repr(sum(nx.closeness_centrality(graph).values())))
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph))
    print("dijkstra", sum(sum(row.values()) for row in lengths.values()))
    print("flow", nx.maximum_flow_value(graph, 0, count // 2), nx.number_connected_components(graph))
    print("tree", sum(d["weight"] for _, _, d in nx.minimum_spanning_edges(graph, data=True)))
    print("cores", sum(nx.core_number(graph).values()), sum(nx.triangles(graph).values()), nx.diameter(graph))
    path = nx.astar_path(graph, 0, count - 1, weight="weight")
    print("path", len(path), repr(nx.average_clustering(graph)), len(list(nx.find_cliques(graph))))


if __name__ == "__main__":
    main()
