"""Predictions of a decision tree that is kept in flat lists."""


def predict(
    rows: list[list[float]],
    feature: list[int],
    threshold: list[float],
    left: list[int],
    right: list[int],
    value: list[float],
) -> list[float]:
    """Return the value of the leaf that each row ends in; a node without a feature (-1) is a leaf."""
    predictions = []
    for row in rows:
        node = 0
        while feature[node] >= 0:
            if row[feature[node]] <= threshold[node]:
                node = left[node]
            else:
                node = right[node]
        predictions.append(value[node])
    return predictions
